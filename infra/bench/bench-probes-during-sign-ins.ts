import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { percentile } from './measure-in-turn-and-print-table.ts';
import { probed } from './measure-latencies-during-work.ts';
import { type Services, startApp } from './services-and-app-process.ts';
import { type BlankForm, blankForm } from './sign-up.ts';

const SIGN_INS = 200;
const ADDRESSES = 50;
const PATHS = ['/health', '/ready'];

/** Measures how long probes wait while many people sign in at once: each running Argon2 takes a core and a thread. */
export async function benchSignIns(services: Services): Promise<void> {
  const app = await startApp(services, 8399, { TRUSTED_PROXIES: '1' });
  const forms: BlankForm[] = [];
  for (let i = 0; i < SIGN_INS; i += 1) forms.push(await blankForm(`${app.url}/sign-in`));

  const quiet = await probed({ origin: app.url, paths: PATHS }, () => wait(2000));
  const began = performance.now();
  const busy = await probed({ origin: app.url, paths: PATHS }, () =>
    Promise.all(forms.map((form, n) => signIn(app.url, form, n))),
  );
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
