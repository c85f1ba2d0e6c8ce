import type { Settings } from '../../settings/schema.ts';
import { REDIS, REDIS_AUTHORITY } from '../defaults/names-and-ports.ts';
import { type End, ours } from '../defaults/network-path-and-known-ends.ts';
import { type Authority, fileOf, platformAuthority } from './certificate-authority-volume.ts';

/** Everything that pods need to connect to Redis, but for its password. */
export interface RedisConnection {
  /** Variables of the app: where Redis is, when Secret `redis` does not say so, and the file that verifies it. */
  readonly config: Readonly<Record<'REDIS_URL' | 'REDIS_CA_FILE', string>> | undefined;
  /** Destination that network policies have to allow. */
  readonly end: End;
  /** Certificate authority of the server. @default its issuer is one of those that everybody trusts */
  readonly authority?: Authority;
}

/** Returns how the app and its exporter connect to the Redis that the settings choose; it is encrypted in every mode. */
export function redisConnectionOf({ namespace, cache, cluster }: Settings): RedisConnection {
  const { name, port } = REDIS;
  if (cache.mode === 'elasticache') {
    const end = cluster.provider === 'eks' ? { name, cidrs: [cluster.network.cidr] } : ours(namespace, name);
    return { config: undefined, end };
  }
  return {
    config: { REDIS_URL: `rediss://${name}:${port}`, REDIS_CA_FILE: fileOf(REDIS_AUTHORITY) },
    end: ours(namespace, name),
    authority: platformAuthority(REDIS_AUTHORITY),
  };
}
