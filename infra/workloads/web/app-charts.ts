import { majorOf } from '../../manifests/postgres-major.ts';
import { poolOf } from '../../settings/database-connections.ts';
import type { Settings } from '../../settings/schema.ts';
import type { Images } from '../defaults/image-registry.ts';
import { FRONTEND, SECRETS, WEB } from '../defaults/names.ts';
import { Exposed, proxiesBefore, publicUrl } from '../exposure/exposure.ts';
import { loadBalancerClass } from '../exposure/load-balancer-class.ts';
import type { Facts } from '../facts/facts.ts';
import { Frontend } from '../frontend/frontend.ts';
import type { FencedNamespace } from '../namespace/fenced-namespace.ts';
import { Worker } from '../worker/worker.ts';
import { Migrate } from './migrate.ts';
import { ResetLink } from './reset-link.ts';
import { Web } from './web.ts';
import { WebConfig } from './web-config.ts';

export interface AppProps {
  readonly settings: Settings;
  readonly images: Images;
  readonly ours: FencedNamespace;
  readonly facts: Facts;
}

export interface AppParts {
  readonly config: WebConfig;
  readonly migrate: Migrate;
  readonly server: Web;
}

/** Adds the app: its configuration, migration, web and worker pods, frontend, and exposure. */
export function appIn({ settings, images, ours, facts }: AppProps): AppParts {
  const { namespace, database, web, worker, frontend, exposure, observability } = settings;
  const { authority } = facts.database;
  const { signUp, logLevel, drainSeconds, resources, autoscaling } = web;
  const maxUploadMebibytes = settings.uploads.maxFileMebibytes;
  const annotated = observability.metrics.kind === 'annotations';

  const config = new WebConfig(ours.part('config', 'groundwork'), 'web', {
    publicUrl: publicUrl(exposure),
    web,
    database: facts.database.config,
    redis: facts.redis.url,
    databaseConnections: poolOf(settings),
    maxUploadMebibytes,
    trustedProxies: proxiesBefore(exposure) + (frontend.enabled ? 1 : 0),
    collector: facts.collector,
  });
  const common = { image: images.web, config: config.data, authority };
  const { rotation } = settings.secrets;
  const migrate = new Migrate(ours.part('migrate', 'jobs'), 'migrate', {
    ...common,
    rounds: [
      rotation.database,
      rotation.databaseWorker,
      rotation.databaseOwner,
      rotation.databaseBackup,
      rotation.databaseMetrics,
      ...(signUp === 'invited' ? [rotation.firstInvitation] : []),
      // A server of another major version starts without any of the roles.
      ...(database.mode === 'statefulset' ? [majorOf(images.postgres) ?? 0] : []),
    ],
    secrets: [...rolesBeside(settings, facts), ...(signUp === 'invited' ? [SECRETS.firstInvitation] : [])],
  });
  const server = new Web(ours.part('web', 'app'), 'web', {
    ...common,
    resources,
    scaling: autoscaling,
    drainSeconds,
    annotated,
    copied: settings.backup.velero !== undefined,
  });
  const jobs = new Worker(ours.part('worker', 'app'), 'worker', { ...common, ...worker, annotated });
  jobs.node.addDependency(migrate);
  new ResetLink(ours.part('reset-link', 'jobs'), 'reset-link', common);
  if (frontend.enabled) {
    const before = new Frontend(ours.part('frontend', 'app'), 'frontend', {
      image: images.web,
      publicUrl: publicUrl(exposure),
      logLevel,
      trustedProxies: proxiesBefore(exposure),
      drainSeconds,
      maxUploadMebibytes,
      resources: frontend.resources,
      scaling: frontend.autoscaling,
      annotated,
    });
    // The static files must match the app's pages.
    before.node.addDependency(server);
  }
  new Exposed(ours.part('exposure', 'exposure'), 'exposure', {
    exposure,
    namespace,
    first: frontend.enabled ? FRONTEND : WEB,
    loadBalancerClass: loadBalancerClass(settings),
    databaseNodePort: database.mode === 'statefulset' ? database.debugNodePort : undefined,
  });
  return { config, migrate, server };
}

/** Secrets of roles whose passwords only the migration can set in a running server: our own, and RDS. */
function rolesBeside(settings: Settings, facts: Facts): readonly string[] {
  const { mode } = settings.database;
  const isOurs = mode === 'statefulset' || mode === 'rds';
  return [
    ...(mode === 'statefulset' && facts.isDumped ? [SECRETS.databaseBackup] : []),
    ...(isOurs && facts.monitors.postgres ? [SECRETS.databaseMetrics] : []),
  ];
}
