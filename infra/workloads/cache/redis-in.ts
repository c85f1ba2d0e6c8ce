import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Settings } from '../../settings/schema.ts';
import { type End, ours } from '../fence/path.ts';
import { REDIS } from '../house/names.ts';
import { Redis } from './redis.ts';

/**
 * The Redis that the settings choose, as far as it is in the cluster.
 *
 * @returns what has to be there before anybody asks it
 */
export function redisIn(chart: Chart, cache: Settings['cache'], image: string): Construct {
  return cache.mode === 'in-cluster' ? new Redis(chart, 'redis', { ...cache, image }) : chart;
}

/** Its address, where anybody may know it; otherwise Secret `redis` has it. */
export function redisUrl({ mode }: Settings['cache']): string | undefined {
  return mode === 'in-cluster' ? `redis://${REDIS.name}:${REDIS.port}` : undefined;
}

/** Where the network has to be open to, to get to it. */
export function redisEnd({ namespace, cache, cluster }: Settings): End {
  if (cache.mode === 'in-cluster' || cluster.provider !== 'eks') return ours(namespace, REDIS.name);
  return { name: REDIS.name, cidrs: [cluster.network.cidr] };
}
