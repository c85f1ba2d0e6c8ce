import { App } from 'cdk8s';
import { repositoryOf } from '../settings/image-name.ts';
import type { Settings } from '../settings/schema.ts';
import { SettingsError, WrongSetting } from '../settings/settings-error.ts';
import { accessModeOf } from '../settings/uploads-access-mode.ts';
import { Access } from './access/access.ts';
import { MonitoringAccess } from './access/monitoring-access.ts';
import { addOnsOf } from './add-ons/add-ons.ts';
import { Backup } from './backup/backup.ts';
import { backupOf } from './backup/backup-from-settings.ts';
import { VeleroSchedule } from './backup/velero.ts';
import { redisIn } from './cache/cache.ts';
import { dashboardsIn } from './dashboards/dashboards.ts';
import { databaseIn } from './database/database.ts';
import { imagesOf } from './defaults/image-registry.ts';
import { objectsIn } from './defaults/objects-in-scope.ts';
import { Part, type Phase } from './defaults/part.ts';
import { ArgoCd, DELIVERY } from './delivery/argo-cd.ts';
import { markForArgoCd } from './delivery/argo-cd-annotations.ts';
import { readinessGates } from './exposure/load-balancer-class.ts';
import { factsOf } from './facts/facts.ts';
import { pathsOf } from './fence/network-paths.ts';
import { logsIn } from './logs/logs.ts';
import { metricsIn } from './metrics/metrics.ts';
import { FencedNamespace } from './namespace/fenced-namespace.ts';
import { Priorities } from './namespace/priorities.ts';
import { Admission } from './policies/admission.ts';
import { SignedImages } from './policies/signed-images.ts';
import { takeFromStore } from './secrets/external-secrets.ts';
import { type DeclaredValue, Secrets } from './secrets/secrets.ts';
import { tracesIn } from './traces/traces.ts';
import { appIn } from './web/app-charts.ts';
import { Uploads } from './web/uploads.ts';

/** The charts of the platform, and the secret values that they need. */
export interface Platform {
  readonly app: App;
  /** Values that whoever applies the manifests has to provide. */
  readonly values: readonly DeclaredValue[];
  /** Values that the external secret store has to hold. */
  readonly stored: readonly DeclaredValue[];
}

/**
 * Builds the platform from the settings of a stack.
 *
 * @param file name of the stack file in messages
 * @throws SettingsError for conflicts between settings that only show when the platform is built
 */
export function platform(settings: Settings, file = 'the stack file'): Platform {
  try {
    return partsOf(settings);
  } catch (error) {
    if (error instanceof WrongSetting) throw new SettingsError([`${file}: ${error.message}`]);
    throw error;
  }
}

/** Builds all parts of the platform. Each part is a file of `charts-out/`, in this order. */
function partsOf(settings: Settings): Platform {
  const { namespace, policies, database, cache, mail, backup, observability, delivery } = settings;
  const images = imagesOf(settings);
  const app = new App();
  const facts = factsOf(settings);
  const paths = policies.networkPolicies ? pathsOf(settings, facts) : undefined;
  const labels = readinessGates(settings);
  const ours = new FencedNamespace(app, { name: namespace, labels, ...policies, paths });
  const part = (id: string, phase: Phase) => ours.part(id, phase);
  const watching = { name: observability.namespace, prefix: 'monitoring-', ...policies, paths };
  const monitoring = new FencedNamespace(app, watching);

  new Priorities(part('priorities', 'groundwork'), 'priorities', { namespace });
  const secrets = new Secrets(part('secrets', 'groundwork'), 'secrets', {
    rotation: settings.secrets.rotation,
    database: database.mode,
    cache: cache.mode,
    mail: mail !== undefined,
    backup: facts.isDumped,
    objectStoreKey: settings.secrets.objectStoreKey !== undefined,
    databaseMetrics: facts.monitors.postgres,
    firstInvitation: settings.web.signUp === 'invited',
  });

  const postgres = databaseIn(part('postgres', 'data'), settings, images.postgres, facts);
  const redis = redisIn(part('redis', 'data'), cache, images.redis);
  new Uploads(part('uploads', 'data'), 'uploads', {
    ...settings.uploads,
    accessMode: accessModeOf(settings),
  });

  const { config, migrate, server } = appIn({ settings, images, ours, facts });
  const dumps = backupOf(settings, images, config.data, facts);
  if (dumps) new Backup(part('backup', 'jobs'), 'backup', dumps);

  const metricsValues = metricsIn({ settings, images, ours, monitoring, facts });
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
    new VeleroSchedule(
      new Part(app, 'velero', { namespace: backup.velero.namespace, phase: 'addOns' }),
      'velero',
      {
        name: namespace,
        namespaces,
        schedule: backup.velero.schedule,
        retentionDays: backup.retentionDays,
        readBy: settings.access.backupOperator,
      },
    );
  }
  new Access(part('access', 'access'), 'access', {
    namespace,
    objects,
    held: settings.access,
    admission: policies.admission,
  });
  if (objects.some(({ metadata }) => metadata.namespace === watching.name)) {
    const props = { namespace: watching.name, objects, held: settings.access };
    new MonitoringAccess(monitoring.part('monitoring-access', 'access'), 'access', props);
  }
  if (policies.admission)
    new Admission(part('policies', 'access'), 'policies', {
      objects,
      policies,
      images: Object.values(images),
      mirror: settings.images.registry,
    });
  if (policies.verifyImages) {
    const repository = repositoryOf(images.web);
    new SignedImages(part('signatures', 'access'), 'signatures', {
      repository,
      signer: policies.verifyImages,
    });
  }

  // Dependencies that no reference implies: pods would wait for these themselves at start.
  migrate.node.addDependency(postgres);
  server.node.addDependency(migrate, redis);
  if (delivery.kind === 'argo-cd') {
    const addOns = addOnsOf(settings);
    const part = new Part(app, DELIVERY, { namespace: delivery.namespace, phase: 'addOns' });
    new ArgoCd(part, 'argo-cd', { ...delivery, platform: namespace, addOns });
    markForArgoCd(app);
  }
  return source.kind === 'pulumi' ? { app, values, stored: [] } : { app, values: [], stored: values };
}
