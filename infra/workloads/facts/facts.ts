import type { Settings } from '../../settings/schema.ts';
import { JAEGER } from '../defaults/names-and-ports.ts';
import { type Certifier, certifierOf } from './certificate-expiry-source.ts';
import { certifiedServers, hasBackendTls } from './certified-servers.ts';
import { type DatabaseConnection, databaseConnectionOf } from './database-connection.ts';
import { isDumped } from './is-database-dumped.ts';
import { asksPostgres, asksServers } from './is-database-monitored.ts';
import { type RedisConnection, redisConnectionOf } from './redis-connection.ts';
import { type UploadsVolume, uploadsVolumeOf } from './uploads-volume-mounts-and-placement.ts';

/** Answers that several parts of the platform need of the settings, worked out once. */
export interface Facts {
  /** Connection of every pod to the database, whichever it is. */
  readonly database: DatabaseConnection;
  /** Connection of every pod to Redis, whichever it is. */
  readonly redis: RedisConnection;
  /** Volume of receipts; undefined where they are in the database. */
  readonly uploads: UploadsVolume | undefined;
  /** Servers of ours that need a certificate. */
  readonly certified: ReturnType<typeof certifiedServers>;
  /** True when people's requests are encrypted on their way to the app's pods, too. */
  readonly encryptsApp: boolean;
  /** True when the platform dumps the database every night. */
  readonly isDumped: boolean;
  readonly monitors: {
    /** True when an exporter queries a single Postgres. */
    readonly postgres: boolean;
    /** True when the servers of CloudNativePG are scraped, which export metrics themselves. */
    readonly servers: boolean;
  };
  /** Source of the expiry of our certificate, where there is one. */
  readonly certifier: Certifier | undefined;
  /** Collector of the app's traces, where they are on. */
  readonly collector: ReturnType<typeof collectorOf>;
}

export function factsOf(settings: Settings): Facts {
  return {
    database: databaseConnectionOf(settings),
    redis: redisConnectionOf(settings),
    uploads: uploadsVolumeOf(settings),
    certified: certifiedServers(settings),
    encryptsApp: hasBackendTls(settings),
    isDumped: isDumped(settings),
    monitors: { postgres: asksPostgres(settings), servers: asksServers(settings) },
    certifier: certifierOf(settings),
    collector: collectorOf(settings),
  };
}

/** Endpoint and sampling of the app's traces; undefined when tracing is off. */
function collectorOf({ observability: { namespace, traces } }: Settings) {
  if (traces.kind === 'none') return undefined;
  const endpoint = `http://${JAEGER.name}.${namespace}:${JAEGER.otlpPort}`;
  return { endpoint, sampleRatio: traces.sampleRatio };
}
