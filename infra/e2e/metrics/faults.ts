import { setTimeout as pause } from 'node:timers/promises';
import { eventually, get, kubectl } from '../cluster.ts';
import type { Household } from '../platform/household.ts';
import { meanwhile } from '../platform/meanwhile.ts';
import type { Visitor } from '../platform/visitor.ts';
import { SLOWLY } from './watched.ts';

/** As if drills went well, the last one now, with a dump of a year ago: none was made since. */
export async function ageDump(namespace: string): Promise<void> {
  await psql(namespace, "UPDATE restore_drill SET dump = 'finance-20250101T000000Z', finished_at = now()");
}

/** Takes connections until four are left. They are held until the server goes. */
export async function takeConnections(namespace: string): Promise<void> {
  const taken = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'";
  const free = `$(psql -U postgres -Atc "SELECT current_setting('max_connections')::int - 4 - (${taken})")`;
  const hold = `for i in $(seq ${free}); do psql -U postgres -c 'SELECT pg_sleep(3600)' >/dev/null 2>&1 & done`;
  await inPostgres(namespace, 'sh', '-c', hold);
}

/** Looks at a page that is cached while the cache is emptied all the time, until that is over. */
export async function missCacheWhile(
  namespace: string,
  { person, list }: Household,
  done: () => Promise<unknown>,
): Promise<void> {
  const dashboard = list.replace('/transactions', '');
  await meanwhile(
    done,
    async (isGoing) => {
      while (isGoing()) await redis(namespace, '-r', '100', '-i', '0.05', 'flushall');
    },
    async (isGoing) => {
      while (isGoing()) {
        await person.get(dashboard);
        await pause(250);
      }
    },
  );
}

/** Fills Redis until it has to drop keys. */
export async function fillRedis(namespace: string): Promise<void> {
  const script =
    "local much = string.rep('x', 1e6) for i = 1, 200 do redis.call('set', 'fill:'..i, much) end";
  await redis(namespace, 'eval', script, '0');
}

/** Asks a pod for what needs the database, past its readiness, until that is over; gives how often it failed. */
export async function failWhile(
  person: Visitor,
  path: string,
  done: () => Promise<unknown>,
): Promise<number> {
  let failed = 0;
  await meanwhile(done, async (isGoing) => {
    while (isGoing()) {
      const { status } = await person.get(path);
      if (status >= 500) failed += 1;
      await pause(200);
    }
  });
  return failed;
}

/** Lets the autoscaler have no more pods than there are, and keep them although nobody needs them. */
export async function lowerCeiling(namespace: string): Promise<void> {
  const of = ['hpa', 'web', '--namespace', namespace];
  const has = async () => (await get(...of)).status.currentReplicas === 2;
  await eventually('two pods', has, SLOWLY);
  const behavior = { scaleDown: { selectPolicy: 'Disabled' } };
  const patch = JSON.stringify({ spec: { minReplicas: 1, maxReplicas: 2, behavior } });
  await kubectl('patch', ...of, '--patch', patch);
}

export async function scale(namespace: string, workload: string, replicas: number): Promise<void> {
  await kubectl('scale', workload, '--namespace', namespace, `--replicas=${replicas}`);
}

async function psql(namespace: string, sql: string): Promise<void> {
  await inPostgres(namespace, 'psql', '--username', 'postgres', '--command', sql);
}

function inPostgres(namespace: string, ...command: readonly string[]): Promise<string> {
  return kubectl('exec', 'postgres-0', '--namespace', namespace, '--container', 'postgres', '--', ...command);
}

function redis(namespace: string, ...command: readonly string[]): Promise<string> {
  return kubectl('exec', 'deployment/redis', '--namespace', namespace, '--', 'redis-cli', ...command);
}
