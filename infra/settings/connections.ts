import { quantity } from '../manifests/quantity.ts';
import { agree } from './agree.ts';
import type { Groups } from './schema.ts';
import { isMemory } from './sizes.ts';

/**
 * How many connections a server of Postgres in the cluster has: what its memory holds, and nothing else. Another number
 * restarts the server, so it must not follow how many pods there are.
 *
 * @param memory Its limit, for example `1Gi`.
 */
export function connectionsOf(memory: string): number {
  const size = quantity(memory);
  return Math.floor(Math.min(size / LEAST_BYTES_EACH, BASE + (size / GIBIBYTE) * PER_GIBIBYTE, MOST));
}

/** Connections of the pool of one pod of the app: as many as it can use, or its share of what the database has. */
export function poolOf({ web, database }: Pick<Groups, 'web' | 'database'>): number {
  if (web.databaseConnections !== undefined) return web.databaseConnections;
  const memory = memoryOf(database);
  if (memory === undefined) return BEST_POOL;
  return Math.min(BEST_POOL, shareOf(connectionsOf(memory), web.autoscaling.max));
}

/** At full scale, in the middle of a rollout, every pod gets the connections of its pool. */
export function connectionsForAllPods() {
  return agree<Groups>(
    ['web.autoscaling.max', 'web.databaseConnections', 'database'],
    ({ web, database }) => {
      const memory = memoryOf(database);
      if (memory === undefined) return true;
      return shareOf(connectionsOf(memory), web.autoscaling.max) >= (web.databaseConnections ?? LEAST_POOL);
    },
    ({ web, database }) => {
      const memory = memoryOf(database) ?? '';
      const connections = connectionsOf(memory);
      const pool = web.databaseConnections ?? LEAST_POOL;
      const pods = Math.floor((connections - OTHER_CONNECTIONS) / (pool + PROBE)) - ROLLING_PODS;
      return (
        `must be at most ${Math.max(pods, 0)}, because the ${connections} connections that ${memory} of memory give the database hold no more ` +
        `pods with ${pool} each: raise database.resources.limits.memory to ${memoryFor(web.autoscaling.max, pool)}` +
        (web.databaseConnections === undefined ? '' : ', or lower web.databaseConnections')
      );
    },
  );
}

/** Of a server in the cluster; `undefined` for one elsewhere, and for what is no size, which is refused elsewhere. */
function memoryOf(database: Groups['database']): string | undefined {
  const memory = 'resources' in database ? database.resources.limits.memory : '';
  return isMemory(memory) ? memory : undefined;
}

/** The share of one pod when all are there, with those of a rollout. */
function shareOf(connections: number, pods: number): number {
  return Math.floor((connections - OTHER_CONNECTIONS) / (pods + ROLLING_PODS)) - PROBE;
}

/** The least that is enough, in steps of 256 mebibytes. */
function memoryFor(pods: number, pool: number): string {
  const STEP = 256;
  for (let size = STEP; size <= 64 * 1024; size += STEP) {
    if (shareOf(connectionsOf(`${size}Mi`), pods) >= pool) return `${size}Mi`;
  }
  return 'more than any server has';
}

const GIBIBYTE = 2 ** 30;
/** Of which a connection of a small schema holds three mebibytes for itself: the rest is for buffers and for sorting. */
const LEAST_BYTES_EACH = 8 * 2 ** 20;
const BASE = 120;
const PER_GIBIBYTE = 48;
const MOST = 1000;

/** More than a pod of one core keeps busy at once is of no use. */
const BEST_POOL = 10;
const LEAST_POOL = 3;

/** The extra one, and those that still answer what they were asked while the next ones come. */
const ROLLING_PODS = 3;

/** The connection by which a pod finds out whether it is ready. */
const PROBE = 1;

/** Migration, backup, a person with psql, and the three that the server keeps for its superuser. */
const OTHER_CONNECTIONS = 10;
