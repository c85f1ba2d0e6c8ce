import type { Settings } from '../../settings/schema.ts';
import { REDIS } from '../defaults/names.ts';
import { type End, ours } from '../defaults/network-path.ts';

/** URL of Redis when it contains no secret; otherwise undefined, and Secret `redis` has it. */
export function redisUrl({ mode }: Settings['cache']): string | undefined {
  return mode === 'in-cluster' ? `redis://${REDIS.name}:${REDIS.port}` : undefined;
}

/** Destination that network policies have to allow for clients of Redis. */
export function redisEnd({ namespace, cache, cluster }: Settings): End {
  if (cache.mode === 'in-cluster' || cluster.provider !== 'eks') return ours(namespace, REDIS.name);
  return { name: REDIS.name, cidrs: [cluster.network.cidr] };
}
