import * as v from 'valibot';
import { group } from './group.ts';
import { access } from './groups/access.ts';
import { addOns } from './groups/add-ons.ts';
import { backup } from './groups/backup.ts';
import { cache } from './groups/cache.ts';
import { cluster } from './groups/cluster.ts';
import { database } from './groups/database.ts';
import { delivery } from './groups/delivery.ts';
import { exposure } from './groups/exposure.ts';
import { frontend } from './groups/frontend.ts';
import { mail } from './groups/mail.ts';
import { nodePorts } from './groups/node-ports.ts';
import { observability } from './groups/observability.ts';
import { policies } from './groups/policies.ts';
import { quota } from './groups/quota.ts';
import { secrets } from './groups/secrets.ts';
import { images } from './groups/third-party-images.ts';
import { uploads } from './groups/uploads.ts';
import { web } from './groups/web.ts';
import { worker } from './groups/worker.ts';
import { namespaceName } from './name-and-url-schemas.ts';

/** Groups of a stack file, each with its defaults; the rules between them are in `rules-between-groups.ts`. */
export const groups = group({
  /** The namespace of the app and its data. Another name is another platform: nothing moves there. */
  namespace: v.optional(namespaceName(), 'finance'),

  /** The cluster to deploy to. */
  cluster: v.optional(cluster, {}),

  images: v.optional(images, {}),

  database: v.optional(database, {}),
  cache: v.optional(cache, {}),
  web,
  worker: v.optional(worker, {}),
  frontend: v.optional(frontend, {}),
  exposure: v.optional(exposure, { kind: 'port-forward' }),
  nodePorts: v.optional(nodePorts, {}),

  uploads: v.optional(uploads, {}),
  mail: v.exactOptional(mail),
  secrets: v.optional(secrets, {}),

  quota: v.optional(quota, {}),

  policies: v.optional(policies, {}),
  access: v.optional(access, {}),

  backup: v.optional(backup, {}),

  observability: v.optional(observability, {}),

  addOns: v.optional(addOns, {}),

  delivery: v.optional(delivery, { kind: 'pulumi' }),
});

/** Input of the checks between groups. */
export type Groups = v.InferOutput<typeof groups>;
