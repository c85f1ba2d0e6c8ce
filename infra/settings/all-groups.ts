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
import { images } from './groups/images.ts';
import { nodePorts } from './groups/node-ports.ts';
import { observability } from './groups/observability.ts';
import { policies } from './groups/policies.ts';
import { quota } from './groups/quota.ts';
import { secrets } from './groups/secrets.ts';
import { web } from './groups/web.ts';
import { worker } from './groups/worker.ts';
import { hostOrAddress, namespaceName, objectName, sender } from './names-and-urls.ts';
import { choice, memory, whole } from './quantity-text-and-choice-schemas.ts';

/** Groups of a stack file, each with its defaults; the rules between them are in `schema.ts`. */
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

  /** Files of receipts. */
  uploads: v.optional(
    group({
      /**
       * Where they are kept: in the database, whose dumps then have them, or on a volume that the pods of the app share, whose
       * files are copied beside the dumps. Absent: `volume` on EKS, and where `storageClass` or `accessMode` is set; `database`
       * elsewhere.
       */
      kind: v.exactOptional(choice(['volume', 'database'])),
      /** Size of the volume; it can grow, and never shrinks. */
      size: v.optional(memory(), '5Gi'),
      /** Size of all receipts of one book. */
      bookMebibytes: v.optional(whole(1, 1_000_000), 1024),
      /** Storage class of the volume; absent: the cluster's default. */
      storageClass: v.exactOptional(objectName()),
      /**
       * Access mode of the volume; ReadWriteOnce keeps all pods of the app on one node. Absent: ReadWriteMany on EKS and with a class,
       * ReadWriteOnce elsewhere, where the default class seldom supports anything else.
       */
      accessMode: v.exactOptional(choice(['ReadWriteMany', 'ReadWriteOnce'])),
      /** Largest file that somebody may upload. */
      maxFileMebibytes: v.optional(whole(1, 100), 18),
    }),
    {},
  ),

  /** SMTP server for alerts; the app itself sends no mail. */
  mail: v.exactOptional(
    group({
      /** Host name or address of the SMTP server. */
      host: hostOrAddress(),
      /** Port of the SMTP server. */
      port: v.optional(whole(1, 65535), 587),
      /** The sender of each mail. */
      from: sender(),
    }),
  ),
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
