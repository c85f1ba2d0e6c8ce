import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Settings } from '../../settings/schema.ts';
import { Redis } from './redis.ts';

/**
 * Creates the Redis that the settings choose, if it runs in the cluster.
 *
 * @returns the construct that clients of Redis depend on
 */
export function redisIn(chart: Chart, cache: Settings['cache'], image: string): Construct {
  return cache.mode === 'in-cluster' ? new Redis(chart, 'redis', { ...cache, image }) : chart;
}
