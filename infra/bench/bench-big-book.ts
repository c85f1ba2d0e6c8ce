import { performance } from 'node:perf_hooks';
import { percentile } from './measure-in-turn-and-print-table.ts';
import { asSuperuser, fillBook } from './seed-book.ts';
import { type Services, startApp } from './services-and-app-process.ts';
import { type Household, signUp } from './sign-up.ts';

const TRANSACTIONS = 500_000;

/**
 * Measures pages of a book with a million postings: `cold` right after a write, which invalidates the cache, then `warm`.
 */
export async function benchBigBook(services: Services): Promise<void> {
  const app = await startApp(services, 8397);
  const household = await signUp(app.url);
  await asSuperuser(services, (sql) => fillBook(sql, household.book, TRANSACTIONS));
  console.log(
    `\nbook of ${(2 * TRANSACTIONS).toLocaleString('en')} postings, p50 and p95 of 40 requests, in ms`,
  );
  const pages = { dashboard: '', 'first page of transactions': '/transactions', accounts: '/accounts' };
  for (const [name, path] of Object.entries(pages)) {
    const url = `${app.url}/books/${household.book}${path}`;
    const cold: number[] = [];
    const warm: number[] = [];
    for (let i = 0; i < 40; i += 1) {
      await bumpVersion(services, household.book);
      cold.push(await timed(url, household));
      warm.push(await timed(url, household));
    }
    console.log(`  ${name.padEnd(28)}cold ${figures(cold)}   warm ${figures(warm)}`);
  }
  console.log('  (reach: dashboard p95 < 300 cold, < 100 warm)');
  await app.stop();
}

function figures(times: readonly number[]): string {
  return [0.5, 0.95].map((share) => percentile(times, share).toFixed(1).padStart(7)).join('');
}

async function timed(url: string, { cookie }: Household): Promise<number> {
  const started = performance.now();
  const response = await fetch(url, { headers: { cookie } });
  const text = await response.text();
  if (!response.ok || !text.includes('</html>')) throw new Error(`${url} answered ${response.status}`);
  return performance.now() - started;
}

/** Increments the book's version, as every write does at its end; the cache depends on nothing else. */
async function bumpVersion(services: Services, book: string): Promise<void> {
  await asSuperuser(services, (sql) => sql`update book set version = version + 1 where id = ${book}`);
}
