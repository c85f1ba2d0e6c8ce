import { App, Chart } from 'cdk8s';
import type { Settings } from '../settings/schema.ts';
import { Exposed, publicUrl } from './exposure.ts';
import { Fence } from './fence.ts';
import { HOUSE_LABELS } from './house.ts';
import { imagesOf } from './images.ts';
import { Migrate } from './migrate.ts';
import { Namespace } from './namespace.ts';
import { Postgres } from './postgres.ts';
import { connectionsFor } from './postgres-tuning.ts';
import { Quota } from './quota.ts';
import { Redis } from './redis.ts';
import { type DeclaredValue, Secrets } from './secrets.ts';
import { Uploads } from './uploads.ts';
import { Web } from './web.ts';
import { WebConfig } from './web-config.ts';

/** What runs in the cluster, and the secret values that whoever applies it has to bring. */
export interface Platform {
  readonly app: App;
  readonly values: readonly DeclaredValue[];
}

/** The whole platform on one screen. Each part is a file of `charts-out/`, in this order. */
export function platform(settings: Settings): Platform {
  const { namespace, policies, database, cache, web, exposure, mail, observability } = settings;
  const images = imagesOf(settings);
  const app = new App();
  const chart = (id: string, props: { namespace?: string }) =>
    new Chart(app, id, { ...props, labels: HOUSE_LABELS, disableResourceNameHashes: true });
  const part = (id: string) => chart(id, { namespace });

  new Namespace(chart('namespace', {}), 'namespace', { name: namespace, ...policies });
  const quota = new Quota(part('quota'), 'quota', settings.quota);
  const fence = policies.networkPolicies
    ? new Fence(part('fence'), 'fence', {
        exposure,
        mailPort: mail?.port,
        scraperNamespace: observability.metrics ? observability.scraperNamespace : undefined,
      })
    : undefined;
  const secrets = new Secrets(part('secrets'), 'secrets', {
    rotation: settings.secrets.rotation,
    mail: mail !== undefined,
  });

  const postgres = new Postgres(part('postgres'), 'postgres', {
    image: images.postgres,
    database: database.name,
    connections: connectionsFor({ pods: web.autoscaling.max, perPod: web.databaseConnections }),
    resources: database.resources,
    storage: database.storage,
  });
  const redis = new Redis(part('redis'), 'redis', { ...cache, image: images.redis });
  new Uploads(part('uploads'), 'uploads', settings.uploads);

  const config = new WebConfig(part('config'), 'web', {
    publicUrl: publicUrl(exposure),
    logLevel: web.logLevel,
    databaseName: database.name,
    databaseConnections: web.databaseConnections,
    maxUploadMebibytes: settings.uploads.maxFileMebibytes,
    drainSeconds: web.drainSeconds,
    mail,
  });
  const migrate = new Migrate(part('migrate'), 'migrate', { image: images.web, config: config.data });
  const server = new Web(part('web'), 'web', {
    image: images.web,
    config: config.data,
    resources: web.resources,
    scaling: web.autoscaling,
    drainSeconds: web.drainSeconds,
    mail: mail !== undefined,
    metrics: observability.metrics,
  });
  new Exposed(part('exposure'), 'exposure', exposure);

  // What references cannot tell: nothing runs before its fence, and each waits for what it would wait for anyway.
  for (const pods of [postgres, redis, migrate, server])
    pods.node.addDependency(quota, ...(fence ? [fence] : []));
  migrate.node.addDependency(postgres);
  server.node.addDependency(migrate, redis);
  return { app, values: secrets.values };
}
