import { setTimeout as pause } from 'node:timers/promises';
import { get, kubectl, kubectlWith } from '../kubectl.ts';
import { Visitor } from '../platform/http-client-with-cookies.ts';
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

/** Tries passwords, of many accounts and then of one until its limit holds that up, until `done` has ended. */
export async function guessPasswordsWhile(origin: string, done: () => Promise<unknown>): Promise<void> {
  const stranger = new Visitor(origin);
  await runAlongside(done, async (isGoing) => {
    for (let tried = 0; isGoing(); tried += 1) {
      const email = `nobody-${Math.min(tried, MOST_GUESSED)}@example.org`;
      await (await stranger.fill('/sign-in', '/sign-in', { email, password: 'guessed' }))();
      await pause(200);
    }
  });
  stranger.close();
}

/** Accounts that are tried: what failed of all of them stays within the limit of a network, in which others sign in. */
const MOST_GUESSED = 40;

/**
 * Tries to run what Pod Security and what the policies refuse, and to read what an account may not, until `done` has ended: the
 * first refusals of an API server that was not watched ten minutes ago count for nothing.
 */
export async function overstepWhile(namespace: string, done: () => Promise<unknown>): Promise<void> {
  const into = ['create', '--namespace', namespace, '--filename', '-'];
  const containers = [{ name: 'stranger', image: 'stranger.example/miner:1' }];
  const metadata = { name: 'stranger' };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec: { hostNetwork: true, containers } };
  const template = { metadata: { labels: { app: 'stranger' } }, spec: { containers } };
  const spec = { selector: { matchLabels: { app: 'stranger' } }, template };
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec };
  const as = `--as=system:serviceaccount:${namespace}:default`;
  await runAlongside(done, async (isGoing) => {
    while (isGoing()) {
      for (const object of [pod, deployment])
        await refused(kubectlWith(JSON.stringify(object), ...into), 'forbidden');
      for (let call = 0; call < 10; call += 1)
        await refused(kubectl('get', 'secrets', '--namespace', namespace, as), 'Forbidden');
    }
  });
}

/** Waits until a call is refused by these words. @throws Error when it is not, or for another reason */
async function refused(call: Promise<unknown>, words: string): Promise<void> {
  const error = await call.then(
    () => new Error('nobody refused it'),
    (reason: unknown) => reason,
  );
  if (!String(error).includes(words)) throw error;
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
