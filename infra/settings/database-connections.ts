import { quantity } from '../manifests/quantity.ts';
import type { Groups } from './all-groups.ts';
import { isMemory } from './check-and-parse-cpu-and-memory.ts';
import { crossCheck } from './cross-check.ts';

/**
 * Default number of connections of a Postgres server in the cluster: what its memory holds, and nothing else. Another number
 * restarts the server, so it must not follow the number of pods.
 *
 * @param memory limit of the server, for example `1Gi`
 */
export function connectionsOf(memory: string): number {
  const size = quantity(memory);
  return Math.floor(Math.min(size / LEAST_BYTES_EACH, BASE + (size / GIBIBYTE) * PER_GIBIBYTE, MOST));
}

/** Number of connections of a server in the cluster: the setting, or what its memory holds. */
export function connectionsIn({ connections, resources }: InCluster): number {
  return connections ?? connectionsOf(resources.limits.memory);
}

/**
 * Size of the connection pool of one pod of the app: the setting, or its share of the database's connections, at most the
 * useful size.
 */
export function poolOf({ web, worker, database }: Pick<Groups, 'web' | 'worker' | 'database'>): number {
  if (web.databaseConnections !== undefined) return web.databaseConnections;
  const server = inCluster(database);
  if (server === undefined) return BEST_POOL;
  return Math.min(
    BEST_POOL,
    shareOf(connectionsIn(server), web.autoscaling.max, others(worker.replicas, server)),
  );
}

/** True when every pod gets the connections of its pool at full scale, in the middle of a rollout. */
export function holdsAllPods({
  web,
  worker,
  database,
}: Pick<Groups, 'web' | 'worker' | 'database'>): boolean {
  const server = inCluster(database);
  if (server === undefined) return true;
  return (
    shareOf(connectionsIn(server), web.autoscaling.max, others(worker.replicas, server)) >=
    (web.databaseConnections ?? LEAST_POOL)
  );
}

/** Refuses more pods than the server has connections for. */
export function connectionsForAllPods() {
  return crossCheck<Groups>(
    ['web.autoscaling.max', 'web.databaseConnections', 'worker.replicas', 'database'],
    holdsAllPods,
    ({ web, worker, database }) => {
      const server = inCluster(database);
      const memory = server?.resources.limits.memory ?? '';
      const connections = server === undefined ? 0 : connectionsIn(server);
      const pool = web.databaseConnections ?? LEAST_POOL;
      const beside = others(worker.replicas, server);
      const pods = Math.floor((connections - beside) / (pool + PROBE)) - ROLLING_PODS;
      const [ofWhat, remedy] =
        server?.connections === undefined
          ? [
              `${connections} connections that ${memory} of memory give the database`,
              `raise database.resources.limits.memory to ${memoryFor(web.autoscaling.max, beside, pool)}`,
            ]
          : [`${connections} connections of the database`, 'raise database.connections'];
      return (
        `must be at most ${Math.max(pods, 0)}, because the ${ofWhat} hold no more pods with ${pool} each: ${remedy}` +
        (web.databaseConnections === undefined ? '' : ', or lower web.databaseConnections')
      );
    },
  );
}

/** Refuses more connections than fit into memory beside the shared buffers. */
export function connectionsInMemory() {
  const most = ({ resources }: InCluster) =>
    Math.floor((quantity(resources.limits.memory) * NOT_SHARED) / LEAST_BYTES_ITSELF);
  return crossCheck<Groups>(
    ['database.connections', 'database'],
    ({ database }) => {
      const server = inCluster(database);
      return server?.connections === undefined || server.connections <= most(server);
    },
    ({ database }) => {
      const server = inCluster(database);
      return `must be at most ${server && most(server)}, which ${server?.resources.limits.memory} of memory hold`;
    },
  );
}

type InCluster = Extract<Groups['database'], { readonly resources: unknown }>;

/**
 * A database in the cluster; `undefined` for one elsewhere, or with an invalid memory limit, which another check refuses.
 */
function inCluster(database: Groups['database']): InCluster | undefined {
  return 'resources' in database && isMemory(database.resources.limits.memory) ? database : undefined;
}

/** Pool size of one pod when all pods are up, including the surge of a rollout. */
function shareOf(connections: number, pods: number, beside: number): number {
  return Math.floor((connections - beside) / (pods + ROLLING_PODS)) - PROBE;
}

/** Connections of all but the app's own pods. */
function others(workers: number, server: InCluster | undefined): number {
  return OTHER_CONNECTIONS + workers * WORKER_CONNECTIONS + (server?.reports?.connections ?? 0);
}

/** Smallest sufficient memory, in steps of 256 mebibytes. */
function memoryFor(pods: number, beside: number, pool: number): string {
  const STEP = 256;
  for (let size = STEP; size <= 64 * 1024; size += STEP) {
    if (shareOf(connectionsOf(`${size}Mi`), pods, beside) >= pool) return `${size}Mi`;
  }
  return 'more than any server has';
}

const GIBIBYTE = 2 ** 30;
/** Bytes per connection: a part for its backend, the rest for buffers and sorting. */
const LEAST_BYTES_EACH = 8 * 2 ** 20;
/** Private bytes of a connection with a small schema. */
const LEAST_BYTES_ITSELF = 3 * 2 ** 20;
/** Share of the memory left after shared buffers (a quarter) and maintenance (a sixteenth), see postgres-tuning.ts. */
const NOT_SHARED = 11 / 16;
const BASE = 120;
const PER_GIBIBYTE = 48;
const MOST = 1000;

/** Largest useful pool: a pod of one core keeps no more connections busy at once. */
const BEST_POOL = 10;
const LEAST_POOL = 3;

/** Additional pods in a rollout: the surge pod, and terminating ones that still answer requests. */
const ROLLING_PODS = 3;

/** Connection of the readiness probe. */
const PROBE = 1;

/** Connections of a worker pod: one for a job, one to watch the queue, one for the readiness probe, two for a large file. */
const WORKER_CONNECTIONS = 5;

/** Connections for migration, backup, a person with psql, and the three that Postgres reserves for its superuser. */
const OTHER_CONNECTIONS = 10;
