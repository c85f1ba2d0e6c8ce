import { poolOf } from '../../settings/connections.ts';
import type { Settings } from '../../settings/schema.ts';
import { isDumped } from '../backup/backup-of.ts';
import { redisUrl } from '../cache/redis-in.ts';
import type { Reach } from '../database/reach.ts';
import { loadBalancerClass } from '../exposure/balancers.ts';
import { Exposed, proxiesBefore, publicUrl } from '../exposure/exposure.ts';
import { Frontend } from '../frontend/frontend.ts';
import type { Images } from '../house/images.ts';
import { FRONTEND, SECRETS, WEB } from '../house/names.ts';
import { asksPostgres } from '../metrics/asks-postgres.ts';
import type { FencedNamespace } from '../namespace/fenced-namespace.ts';
import { collectorOf } from '../traces/traces.ts';
import { Migrate } from './migrate.ts';
import { ResetLink } from './reset-link.ts';
import { Web } from './web.ts';
import { WebConfig } from './web-config.ts';

export interface AppProps {
  readonly settings: Settings;
  readonly images: Images;
  readonly ours: FencedNamespace;
  /** How it gets to its database. */
  readonly reach: Reach;
}

export interface AppParts {
  readonly config: WebConfig;
  readonly migrate: Migrate;
  readonly server: Web;
}

/** The app as people meet it: its configuration, the migration before it, its pods, and the way to them. */
export function appIn({ settings, images, ours, reach }: AppProps): AppParts {
  const { namespace, database, web, frontend, exposure, observability } = settings;
  const { authority } = reach;
  const { signUp, logLevel, drainSeconds, resources, autoscaling } = web;
  const maxUploadMebibytes = settings.uploads.maxFileMebibytes;
  const annotated = observability.metrics.kind === 'annotations';

  const config = new WebConfig(ours.part('config'), 'web', {
    publicUrl: publicUrl(exposure),
    signUp,
    logLevel,
    database: reach.config,
    redis: redisUrl(settings.cache),
    databaseConnections: poolOf(settings),
    maxUploadMebibytes,
    drainSeconds,
    trustedProxies: proxiesBefore(exposure) + (frontend.enabled ? 1 : 0),
    collector: collectorOf(settings),
  });
  const common = { image: images.web, config: config.data, authority };
  const { rotation } = settings.secrets;
  const migrate = new Migrate(ours.part('migrate'), 'migrate', {
    ...common,
    rounds: [
      rotation.database,
      rotation.databaseOwner,
      rotation.databaseBackup,
      rotation.databaseMetrics,
      ...(signUp === 'invited' ? [rotation.firstInvitation] : []),
    ],
    secrets: [...rolesBeside(settings), ...(signUp === 'invited' ? [SECRETS.firstInvitation] : [])],
  });
  const server = new Web(ours.part('web'), 'web', {
    ...common,
    resources,
    scaling: autoscaling,
    drainSeconds,
    annotated,
    copied: settings.backup.velero !== undefined,
  });
  new ResetLink(ours.part('reset-link'), 'reset-link', common);
  if (frontend.enabled) {
    const before = new Frontend(ours.part('frontend'), 'frontend', {
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
    // Its static files are those of the app's pages.
    before.node.addDependency(server);
  }
  new Exposed(ours.part('exposure'), 'exposure', {
    exposure,
    namespace,
    first: frontend.enabled ? FRONTEND : WEB,
    loadBalancerClass: loadBalancerClass(settings),
    databaseNodePort: database.mode === 'statefulset' ? database.debugNodePort : undefined,
  });
  return { config, migrate, server };
}

/** Those whose passwords nobody else can set in a server while it runs: in our one, and in that of AWS. */
function rolesBeside(settings: Settings): readonly string[] {
  const { mode } = settings.database;
  const isOurs = mode === 'statefulset' || mode === 'rds';
  return [
    ...(mode === 'statefulset' && isDumped(settings) ? [SECRETS.databaseBackup] : []),
    ...(isOurs && asksPostgres(settings) ? [SECRETS.databaseMetrics] : []),
  ];
}
