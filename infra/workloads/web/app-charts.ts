import { majorOf } from '../../manifests/postgres-major.ts';
import { poolOf } from '../../settings/database-connections.ts';
import type { Settings } from '../../settings/schema.ts';
import { FRONTEND, SECRETS, WEB } from '../defaults/names-and-ports.ts';
import type { Images } from '../defaults/prefix-images-with-registry.ts';
import { loadBalancerClass } from '../exposure/eks-load-balancer-class-and-readiness.ts';
import { Exposed, otherOrigins, proxiesBefore, publicUrl } from '../exposure/exposure.ts';
import type { Facts } from '../facts/facts.ts';
import { Frontend } from '../frontend/frontend.ts';
import type { FencedNamespace } from '../namespace/fenced-namespace.ts';
import { Worker } from '../worker/worker.ts';
import { Migrate } from './migration-and-passwords-job.ts';
import { ResetLink } from './reset-link-job.ts';
import { WebConfig } from './web-config.ts';
import { Web } from './web-deployment.ts';

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
    image: images.web,
    publicUrl: publicUrl(exposure),
    otherOrigins: otherOrigins(settings),
    web,
    database: facts.database.config,
    redis: facts.redis.config,
    databaseConnections: poolOf(settings),
    maxUploadMebibytes,
    uploadsKind: facts.uploads ? 'volume' : 'database',
    bookMebibytes: settings.uploads.bookMebibytes,
    trustedProxies: proxiesBefore(exposure) + (frontend.enabled ? 1 : 0),
    encrypted: facts.encryptsApp,
    collector: facts.collector,
  });
  const common = { image: images.web, config: config.data, authority };
  const { uploads } = facts;
  const { rotation } = settings.secrets;
  const migrate = new Migrate(ours.part('migrate', 'jobs'), 'migrate', {
    ...common,
    rounds: [
      rotation.database,
      rotation.databaseWorker,
      rotation.databaseOwner,
      rotation.databaseBackup,
      rotation.databaseMetrics,
      ...(database.reports ? [rotation.databaseReports] : []),
      ...(signUp === 'invited' ? [rotation.firstInvitation] : []),
      rotation.certificates,
      // A server of another major version starts without any of the roles.
      ...(database.mode === 'statefulset' ? [majorOf(images.postgres) ?? 0] : []),
    ],
    reports: database.reports,
    secrets: [...rolesBeside(settings, facts), ...(signUp === 'invited' ? [SECRETS.firstInvitation] : [])],
  });
  const server = new Web(ours.part('web', 'app'), 'web', {
    ...common,
    redisAuthority: facts.redis.authority,
    encrypted: facts.encryptsApp,
    resources,
    rollout: web.rollout,
    placement: web.placement,
    scaling: autoscaling,
    drainSeconds,
    annotated,
    uploads,
    copied: settings.backup.velero !== undefined,
  });
  const jobs = new Worker(ours.part('worker', 'app'), 'worker', { ...common, ...worker, uploads, annotated });
  jobs.node.addDependency(migrate);
  new ResetLink(ours.part('reset-link', 'jobs'), 'reset-link', common);
  const before =
    frontend.enabled &&
    new Frontend(ours.part('frontend', 'app'), 'frontend', {
      image: images.web,
      publicUrl: publicUrl(exposure),
      logLevel,
      trustedProxies: proxiesBefore(exposure),
      drainSeconds,
      maxUploadMebibytes,
      resources: frontend.resources,
      rollout: frontend.rollout,
      placement: frontend.placement,
      scaling: frontend.autoscaling,
      encrypted: facts.encryptsApp,
      annotated,
    });
  const exposed = new Exposed(ours.part('exposure', 'exposure'), 'exposure', {
    exposure,
    namespace,
    first: frontend.enabled ? FRONTEND : WEB,
    nodePort: settings.nodePorts.app?.port,
    encrypted: facts.encryptsApp,
    loadBalancerClass: loadBalancerClass(settings),
    databaseNodePort: database.mode === 'statefulset' ? database.debugNodePort : undefined,
  });
  if (before) {
    // The static files must match the app's pages, and the port that they are behind must be open.
    before.node.addDependency(server, exposed.service);
  }
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
