import { App, Chart } from 'cdk8s';
import { repositoryOf } from '../settings/image-name.ts';
import type { Settings } from '../settings/schema.ts';
import { SettingsError, WrongSetting } from '../settings/settings-error.ts';
import { accessModeOf } from '../settings/uploads.ts';
import { Access } from './access/access.ts';
import { MonitoringAccess } from './access/monitoring-access.ts';
import { addOnsOf } from './add-ons/add-ons.ts';
import { Backup } from './backup/backup.ts';
import { backupOf, isDumped } from './backup/backup-of.ts';
import { VeleroSchedule } from './backup/velero.ts';
import { redisIn } from './cache/redis-in.ts';
import { dashboardsIn } from './dashboards/dashboards.ts';
import { databaseIn } from './database/database.ts';
import { reachOf } from './database/reach.ts';
import { ArgoCd, DELIVERY } from './delivery/argo-cd.ts';
import { markForArgoCd } from './delivery/argo-cd-marks.ts';
import { readinessGates } from './exposure/balancers.ts';
import { pathsOf } from './fence/paths.ts';
import { HOUSE_LABELS } from './house/house.ts';
import { imagesOf } from './house/images.ts';
import { objectsIn } from './house/objects-in.ts';
import { logsIn } from './logs/logs.ts';
import { asksPostgres } from './metrics/asks-postgres.ts';
import { metricsIn } from './metrics/metrics.ts';
import { FencedNamespace } from './namespace/fenced-namespace.ts';
import { Priorities } from './namespace/priorities.ts';
import { Admission } from './policies/admission.ts';
import { SignedImages } from './policies/signed-images.ts';
import { takeFromStore } from './secrets/external-secrets.ts';
import { type DeclaredValue, Secrets } from './secrets/secrets.ts';
import { tracesIn } from './traces/traces.ts';
import { appIn } from './web/app-in.ts';
import { Uploads } from './web/uploads.ts';

/** What runs in the cluster, and the secret values that it needs. */
export interface Platform {
  readonly app: App;
  /** Those that whoever applies it has to bring. */
  readonly values: readonly DeclaredValue[];
  /** Those that its store has to hold. */
  readonly stored: readonly DeclaredValue[];
}

/**
 * What the settings of a stack make.
 *
 * @param file what messages call the stack file
 * @throws SettingsError for what only shows when it is put together
 */
export function platform(settings: Settings, file = 'the stack file'): Platform {
  try {
    return partsOf(settings);
  } catch (error) {
    if (error instanceof WrongSetting) throw new SettingsError([`${file}: ${error.message}`]);
    throw error;
  }
}

/** The whole platform on one screen. Each part is a file of `charts-out/`, in this order. */
function partsOf(settings: Settings): Platform {
  const { namespace, policies, database, cache, mail, backup, observability, delivery } = settings;
  const images = imagesOf(settings);
  const app = new App();
  const paths = policies.networkPolicies ? pathsOf(settings) : undefined;
  const labels = readinessGates(settings);
  const ours = new FencedNamespace(app, { name: namespace, labels, ...policies, paths });
  const part = (id: string) => ours.part(id);
  const watching = { name: observability.namespace, prefix: 'monitoring-', ...policies, paths };
  const monitoring = new FencedNamespace(app, watching);

  new Priorities(part('priorities'), 'priorities', { namespace });
  const secrets = new Secrets(part('secrets'), 'secrets', {
    rotation: settings.secrets.rotation,
    database: database.mode,
    cache: cache.mode,
    mail: mail !== undefined,
    backup: isDumped(settings),
    objectStoreKey: settings.secrets.objectStoreKey !== undefined,
    databaseMetrics: asksPostgres(settings),
    firstInvitation: settings.web.signUp === 'invited',
  });

  const reach = reachOf(settings);
  const postgres = databaseIn(part('postgres'), settings, images.postgres, reach);
  const redis = redisIn(part('redis'), cache, images.redis);
  new Uploads(part('uploads'), 'uploads', { ...settings.uploads, accessMode: accessModeOf(settings) });

  const { config, migrate, server } = appIn({ settings, images, ours, reach });
  const dumps = backupOf(settings, images, config.data, reach);
  if (dumps) new Backup(part('backup'), 'backup', dumps);

  const metricsValues = metricsIn({ settings, images, ours, monitoring, reach });
  const open = (name: string) =>
    new FencedNamespace(app, { name, prefix: `${name}-`, ...policies, podSecurity: 'privileged', paths });
  const logsValues = logsIn({ settings, images, monitoring, open });
  tracesIn({ settings, images, monitoring });
  const dashboardValues = dashboardsIn({ settings, images, monitoring });
  const values = [...secrets.values, ...metricsValues, ...logsValues, ...dashboardValues];
  const { source } = settings.secrets;
  if (source.kind === 'external-secrets') takeFromStore(app, source, values);

  ours.limit(settings.quota);
  monitoring.limit();
  const objects = objectsIn(app);
  if (backup.velero) {
    const namespaces = objects
      .filter(({ kind }) => kind === 'Namespace')
      .map(({ metadata }) => metadata.name);
    new VeleroSchedule(chartIn(app, backup.velero.namespace, 'velero'), 'velero', {
      name: namespace,
      namespaces,
      schedule: backup.velero.schedule,
      retentionDays: backup.retentionDays,
      readBy: settings.access.backupOperator,
    });
  }
  new Access(part('access'), 'access', {
    namespace,
    objects,
    held: settings.access,
    admission: policies.admission,
  });
  if (objects.some(({ metadata }) => metadata.namespace === watching.name)) {
    const props = { namespace: watching.name, objects, held: settings.access };
    new MonitoringAccess(monitoring.part('monitoring-access'), 'access', props);
  }
  if (policies.admission)
    new Admission(part('policies'), 'policies', {
      objects,
      policies,
      images: Object.values(images),
      mirror: settings.images.registry,
    });
  if (policies.verifyImages) {
    const repository = repositoryOf(images.web);
    new SignedImages(part('signatures'), 'signatures', { repository, signer: policies.verifyImages });
  }

  // What references cannot tell: each waits for what it would wait for anyway.
  migrate.node.addDependency(postgres);
  server.node.addDependency(migrate, redis);
  if (delivery.kind === 'argo-cd') {
    const addOns = addOnsOf(settings);
    const part = chartIn(app, delivery.namespace, DELIVERY);
    new ArgoCd(part, 'argo-cd', { ...delivery, platform: namespace, addOns });
    markForArgoCd(app);
  }
  return source.kind === 'pulumi' ? { app, values, stored: [] } : { app, values: [], stored: values };
}

/** A chart in a namespace that others made. */
function chartIn(app: App, namespace: string, id: string): Chart {
  return new Chart(app, id, { namespace, labels: HOUSE_LABELS, disableResourceNameHashes: true });
}
