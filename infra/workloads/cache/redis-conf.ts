import { mebibytes, quantity } from '../../manifests/quantity.ts';
import { REDIS } from '../defaults/names-and-ports.ts';

/** Data that survives a restart: nothing, the last snapshot, or all writes but those of the last second. */
export type Persistence = 'none' | 'rdb' | 'aof';

export interface RedisConf {
  /** Memory for data, for example `128Mi`; connections and copies need more on top. */
  readonly maxMemory: string;
  /** Policy for full memory, for example `allkeys-lru`. */
  readonly evictionPolicy: string;
  readonly persistence: Persistence;
}

/** Folder of the persisted data. */
export const DATA_FOLDER = '/data';

/** Folder of the server's key and certificate. */
export const TLS_FOLDER = '/etc/redis-tls';

/** The file `redis.conf`. */
export function redisConf({ maxMemory, evictionPolicy, persistence }: RedisConf): string {
  return `# The password is not here: it comes from the Secret when the server starts.
bind * -::*
protected-mode yes
# Clients that know no TLS are refused. They show no certificate, but a password.
port 0
tls-port ${REDIS.port}
tls-cert-file ${TLS_FOLDER}/tls.crt
tls-key-file ${TLS_FOLDER}/tls.key
tls-auth-clients no
tcp-keepalive 60

maxmemory ${mebibytes(quantity(maxMemory)).replace('Mi', 'mb')}
maxmemory-policy ${evictionPolicy}
maxmemory-clients 10%
lazyfree-lazy-eviction yes
lazyfree-lazy-expire yes

${KEPT[persistence]}`;
}

const KEPT: Readonly<Record<Persistence, string>> = {
  none: `# Nothing is kept: the root file system is read-only, and all of it can be made again.
save ""
appendonly no
`,
  rdb: `# A snapshot after 15 minutes, or earlier when more has changed; and one when the server is told to stop.
dir ${DATA_FOLDER}
save 900 1 300 100 60 10000
appendonly no
# A full disk must not stop a cache from taking what is new.
stop-writes-on-bgsave-error no
`,
  aof: `# A log that is on disk every second; it is written anew when it is twice as long as it has to be.
dir ${DATA_FOLDER}
save ""
appendonly yes
appendfsync everysec
auto-aof-rewrite-percentage 100
auto-aof-rewrite-min-size 16mb
`,
};
