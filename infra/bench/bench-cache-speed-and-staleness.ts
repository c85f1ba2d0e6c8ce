import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../app/app.ts';
import { readConfig } from '../../app/config.ts';
import { printTable, sideBySide } from './measure-in-turn-and-print-table.ts';
import { seedBook } from './seed-book.ts';
import { appEnvironment, type Services } from './services-and-app-process.ts';

const ROUNDS = 300;

/** Measures the speed of the cache, and its stale answers beside the usual "delete the key after the commit". */
export async function benchCachedAggregate(services: Services): Promise<void> {
  const app = await buildApp(readConfig(appEnvironment(services, 8398)));
  await app.ready();
  await benchSpeed(app, services);
  await benchStaleness(app, services);
  await app.close();
}

/** Measures the sum of each account over a book of 100,000 postings, cached and uncached. */
async function benchSpeed(app: FastifyInstance, services: Services): Promise<void> {
  const { book, open } = await seedBook(services, 50_000);
  const load = async (sql: Parameters<Parameters<typeof app.database.read>[1]>[0]) =>
    sql`select account_id, sum(amount_minor) from posting
        where book_id = ${book} and account_id is not null group by account_id`;
  const rows = await sideBySide({
    cached: () => timed(50, () => app.bookCache.get(open, 'dashboard:bench:1', 300, load)),
    uncached: () => timed(50, () => app.database.read(open, load)),
  });
  printTable('sums over 100,000 postings, each (reach: uncached ≥ 10 × cached)', 'ms', rows);
}

async function benchStaleness(app: FastifyInstance, services: Services): Promise<void> {
  const { book, open } = await seedBook(services, 1);
  const read = async (sql: Parameters<Parameters<typeof app.database.read>[1]>[0]) => {
    // Sleeps 2 ms, the time that an aggregate of some thousand rows takes.
    const [row] = await sql<{ name: string }[]>`
      select name from book, pg_sleep(0.002) where id = ${book}`;
    return row?.name;
  };
  const write = (name: string) =>
    app.database.write({ book: open, key: randomUUID() }, async (sql) => {
      await sql`update book set name = ${name} where id = ${book}`;
    });
  const key = `bench:${book}`;

  const truth = () => app.database.read(open, read);
  const ours = await staleAnswers({
    write,
    truth,
    read: () => app.bookCache.get(open, 'dashboard:bench:1', 300, read),
  });
  const deleting = await staleAnswers({
    truth,
    write: async (name) => {
      await write(name);
      await app.redis.ask((redis) => redis.del(key));
    },
    read: async () => {
      const kept = await app.redis.ask((redis) => redis.get(key));
      if (kept) return kept;
      const name = await app.database.read(open, read);
      await app.redis.ask((redis) => redis.set(key, name ?? '', 'EX', 300));
      return name;
    },
  });
  console.log(`\nstale answers in ${ROUNDS} rounds of two writers and four readers (reach: 0)`);
  console.log(`  ours                        ${ours}`);
  console.log(`  delete after commit         ${deleting}`);
}

interface Cached {
  write(name: string): Promise<void>;
  read(): Promise<string | undefined>;
  truth(): Promise<string | undefined>;
}

/** Number of rounds that ended with an answer older than the last commit before the read. */
async function staleAnswers({ write, read, truth }: Cached): Promise<number> {
  let stale = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    let writing = true;
    const readers = Array.from({ length: 4 }, async () => {
      while (writing) await read();
    });
    await Promise.all([write(`round ${round}, one`), write(`round ${round}, two`)]);
    writing = false;
    await Promise.all(readers);
    if ((await read()) !== (await truth())) stale += 1;
  }
  return stale;
}

async function timed(times: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  for (let i = 0; i < times; i += 1) await work();
  return (performance.now() - started) / times;
}
