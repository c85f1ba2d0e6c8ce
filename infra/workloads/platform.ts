import { App } from 'cdk8s';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { repositoryOf } from '../settings/parse-image-name.ts';
import type { Settings } from '../settings/schema.ts';
import { SettingsError, WrongSetting } from '../settings/settings-error.ts';
import { Access } from './access/access.ts';
import { MonitoringUserRoles } from './access/monitoring-user-roles.ts';
import { fenceAddOns } from './add-ons/add-on-namespaces-and-fences.ts';
import { Backup } from './backup/backup-jobs-and-dump-volume.ts';
import { backupOf } from './backup/backup-props-from-settings.ts';
import { veleroIn } from './backup/velero-schedule-and-location.ts';
import { redisIn } from './cache/redis-from-settings.ts';
import { dashboardsIn } from './dashboards/grafana-with-dashboards.ts';
import { databaseIn } from './database/create-database-server-from-settings.ts';
import type { Phase } from './defaults/chart-file-with-apply-phase.ts';
import { imagesOf } from './defaults/prefix-images-with-registry.ts';
import { deliveryIn } from './delivery/delivery.ts';
import { readinessGates } from './exposure/eks-load-balancer-class-and-readiness.ts';
import { monitoringNodePortsIn } from './exposure/monitoring-node-ports.ts';
import { factsOf } from './facts/facts.ts';
import { storeInside } from './facts/object-store-folders-and-keys.ts';
import { pathsOf } from './fence/network-paths.ts';
import { logsIn } from './logs/logs.ts';
import { metricsIn } from './metrics/metrics.ts';
import { FencedNamespace } from './namespace/fenced-namespace.ts';
import { Priorities } from './namespace/priority-classes.ts';
import { storeInsideIn } from './object-store/object-store-and-buckets.ts';
import { Admission } from './policies/image-label-and-pod-policies.ts';
import { SignedImages } from './policies/signed-images.ts';
import { Certificates } from './secrets/certificate-secrets.ts';
import type { DeclaredValue } from './secrets/declared-value-types.ts';
import { takeFromStore } from './secrets/replace-secrets-with-external-secrets.ts';
import { Secrets } from './secrets/secrets.ts';
import { tracesIn } from './traces/traces.ts';
import { appIn } from './web/app-charts.ts';
import { type ClaimSpec, Uploads, uploadsClaim } from './web/uploads-volume-claim.ts';

/** Claims that a stack has of earlier settings. No pod mounts them, and they stay, with their volumes. */
export interface Unmounted {
  readonly uploads?: ClaimSpec | undefined;
}

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
 * @param unmounted claims that stay
 * @throws SettingsError for conflicts between settings that only show when the platform is built
 */
export function platform(settings: Settings, file = 'the stack file', unmounted?: Unmounted): Platform {
  try {
    return partsOf(settings, unmounted);
  } catch (error) {
    if (error instanceof WrongSetting) throw new SettingsError([`${file}: ${error.message}`]);
    throw error;
  }
}

/** Builds all parts of the platform. Each part is a file of `charts-out/`, in this order. */
function partsOf(settings: Settings, unmounted: Unmounted | undefined): Platform {
  const { namespace, policies, database, cache, mail, observability } = settings;
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
  const { source, rotation } = settings.secrets;
  const groundwork = part('secrets', 'groundwork');
  const secrets = new Secrets(groundwork, 'secrets', {
    rotation,
    database: database.mode,
    readReplica: database.mode === 'rds' && database.readReplica,
    cache: cache.mode,
    mail: mail !== undefined,
    backup: facts.isDumped,
    objectStoreKey: keySource(settings),
    databaseMetrics: facts.monitors.postgres,
    databaseReports: database.reports !== undefined,
    firstInvitation: settings.web.signUp === 'invited',
  });

  const certificates = new Certificates(groundwork, 'certificates', {
    namespace,
    rotation: rotation.certificates,
    servers: facts.certified,
    ahead: source.kind !== 'pulumi',
  });

  const postgres = databaseIn(part('postgres', 'data'), settings, images.postgres, facts);
  const redis = redisIn(part('redis', 'data'), cache, images.redis);
  const claim = facts.uploads ? uploadsClaim({ ...settings.uploads, ...facts.uploads }) : unmounted?.uploads;
  if (claim !== undefined) new Uploads(part('uploads', 'data'), 'uploads', claim);

  const fenced = (name: string, podSecurity?: 'privileged') =>
    new FencedNamespace(app, {
      name,
      prefix: `${name}-`,
      ...policies,
      ...(podSecurity && { podSecurity }),
      paths,
    });
  const store = storeInsideIn({ settings, images, fenced, trusted: certificates.trusted });

  const { config, migrate, server } = appIn({ settings, images, ours, facts });
  const dumps = backupOf(settings, images, config.data, facts);
  const backups = dumps && new Backup(part('backup', 'jobs'), 'backup', dumps);

  const metricsValues = metricsIn({ settings, images, ours, monitoring, facts });
  const open = (name: string) => fenced(name, 'privileged');
  const logsValues = logsIn({ settings, images, monitoring, open, store });
  tracesIn({ settings, images, monitoring });
  const dashboardValues = dashboardsIn({ settings, images, monitoring });
  monitoringNodePortsIn(settings, monitoring);
  const values = [
    ...secrets.values,
    ...(store?.values ?? []),
    ...certificates.values,
    ...metricsValues,
    ...logsValues,
    ...dashboardValues,
  ];
  if (source.kind !== 'pulumi') takeFromStore(app, source, values);

  ours.limit(settings.quota);
  monitoring.limit();
  const objects = objectsIn(app);
  veleroIn(app, settings, objects, store);
  const access = new Access(part('access', 'access'), 'access', {
    namespace,
    objects,
    held: settings.access,
    admission: policies.admission,
  });
  if (objects.some(({ metadata }) => metadata.namespace === watching.name)) {
    const props = { namespace: watching.name, objects, held: settings.access };
    new MonitoringUserRoles(monitoring.part('monitoring-access', 'access'), 'access', props);
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

  fenceAddOns(app, settings, paths);

  // Dependencies that no reference implies: pods would wait for these themselves at start.
  if (store) postgres.node.addDependency(store.buckets);
  migrate.node.addDependency(postgres);
  server.node.addDependency(migrate, redis);
  if (backups) access.jobs?.node.addDependency(backups);
  deliveryIn(app, settings);
  return source.kind === 'pulumi' ? { app, values, stored: [] } : { app, values: [], stored: values };
}

/** Source of the key by which the pods of the app's namespace sign in to the object store; undefined: they need none. */
function keySource(settings: Settings) {
  if (storeInside(settings)) return 'generated';
  return settings.secrets.objectStoreKey === undefined ? undefined : 'given';
}
