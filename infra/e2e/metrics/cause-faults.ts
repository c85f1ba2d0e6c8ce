import { setTimeout as pause } from 'node:timers/promises';
import { get, kubectl } from '../kubectl.ts';
import type { Visitor } from '../platform/http-client-with-cookies.ts';
import { runAlongside } from '../platform/run-alongside.ts';
import type { Household } from '../platform/sign-up-person-with-account.ts';
import { eventually } from '../wait-until.ts';
import { SLOWLY } from './monitored-stack.ts';

/** Makes the last drill look as if it succeeded just now, with a dump of January 2025: none was made since. */
export async function ageDump(namespace: string): Promise<void> {
  await psql(namespace, "UPDATE restore_drill SET dump = 'finance-20250101T000000Z', finished_at = now()");
}

/** Opens connections until four are left, and holds them until the server stops. */
export async function takeConnections(namespace: string): Promise<void> {
  const taken = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'";
  const free = `$(psql -U postgres -Atc "SELECT current_setting('max_connections')::int - 4 - (${taken})")`;
  const hold = `for i in $(seq ${free}); do psql -U postgres -c 'SELECT pg_sleep(3600)' >/dev/null 2>&1 & done`;
  await inPostgres(namespace, 'sh', '-c', hold);
}

/** Reads a cached page while Redis is flushed all the time, until `done` has ended. */
export async function missCacheWhile(
  namespace: string,
  { person, list }: Household,
  done: () => Promise<unknown>,
): Promise<void> {
  const dashboard = list.replace('/transactions', '');
  await runAlongside(
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

/** Fills Redis until it has to evict keys. */
export async function fillRedis(namespace: string): Promise<void> {
  const script =
    "local much = string.rep('x', 1e6) for i = 1, 200 do redis.call('set', 'fill:'..i, much) end";
  await redis(namespace, 'eval', script, '0');
}

/** Requests a page that needs the database, past the pod's readiness, until `done` has ended. Returns the number of 5xx. */
export async function failWhile(
  person: Visitor,
  path: string,
  done: () => Promise<unknown>,
): Promise<number> {
  let failed = 0;
  await runAlongside(done, async (isGoing) => {
    while (isGoing()) {
      const { status } = await person.get(path);
      if (status >= 500) failed += 1;
      await pause(200);
    }
  });
  return failed;
}

/** Limits the autoscaler to the pods that there are, and keeps it from scaling down. */
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
  const cli = ['redis-cli', '--tls', '--insecure'];
  return kubectl('exec', 'deployment/redis', '--namespace', namespace, '--', ...cli, ...command);
}
