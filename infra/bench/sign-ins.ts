import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { type Services, startApp } from './app-process.ts';
import { type BlankForm, blankForm } from './household.ts';
import { percentile } from './side-by-side.ts';

const SIGN_INS = 200;
const ADDRESSES = 50;
const PATHS = ['/health', '/ready'];

/** Measures how long probes wait while many people sign in at once: each running Argon2 takes a core and a thread. */
export async function benchSignIns(services: Services): Promise<void> {
  const app = await startApp(services, 8399, { TRUSTED_PROXIES: '1' });
  const forms: BlankForm[] = [];
  for (let i = 0; i < SIGN_INS; i += 1) forms.push(await blankForm(`${app.url}/sign-in`));

  const quiet = await probed(app.url, () => wait(2000));
  const began = performance.now();
  const busy = await probed(app.url, () => Promise.all(forms.map((form, n) => signIn(app.url, form, n))));
  await app.stop();

  console.log(
    `\nprobes during ${SIGN_INS} sign-ins at once from ${ADDRESSES} addresses, p50, p95 and max in ms (reach: < 200)`,
  );
  for (const path of PATHS) {
    console.log(
      `  ${path.padEnd(9)}quiet ${figures(quiet.latencies[path])}   busy ${figures(busy.latencies[path])}`,
    );
  }
  const counts = Object.entries(Object.groupBy(busy.result, (status) => status));
  const answers = counts.map(([status, all = []]) => `${all.length} × ${status}`).join(', ');
  console.log(`  the sign-ins: ${answers}, in ${((performance.now() - began) / 1000).toFixed(1)} s`);
}

/** Latencies of the probes in milliseconds, by path, while some work runs, and the result of that work. */
async function probed<T>(origin: string, work: () => Promise<T>) {
  const probe = fork(join(import.meta.dirname, 'programs/probe.ts'), [origin, ...PATHS]);
  await once(probe, 'spawn');
  const result = await work();
  probe.send('stop');
  const [latencies] = (await once(probe, 'message')) as [Record<string, number[]>];
  return { result, latencies };
}

/** Signs in with an e-mail address that nobody has, which costs as much as one that somebody has. Returns the status. */
async function signIn(origin: string, { csrf, cookie }: BlankForm, n: number): Promise<number> {
  const response = await fetch(`${origin}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, cookie, 'x-forwarded-for': `198.51.100.${n % ADDRESSES}` },
    body: new URLSearchParams({
      _csrf: csrf,
      email: `nobody.${n}@example.org`,
      password: 'not the password',
    }),
  });
  await response.arrayBuffer();
  return response.status;
}

function figures(times: readonly number[] = []): string {
  return [0.5, 0.95, 1].map((share) => percentile(times, share).toFixed(1).padStart(7)).join('');
}
