import { expect, it, onTestFinished } from 'vitest';
import { emptyDatabase } from '../testing/databases.ts';
import { silentConnection } from '../testing/traffic-dropping-proxy.ts';
import { connect, postgresIsAway } from './connect.ts';

it('gives up a server that vanished without a word, and finds the next one', async () => {
  const { owner } = (await fresh()).config;
  const line = await silentConnection(owner);
  const sql = connect({ ...owner, port: line.port, poolSize: 1 }, { silence: 400 });
  onTestFinished(() => sql.end({ timeout: 0 }));
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);

  line.cut();
  const error = await sql`select 2`.catch((reason: unknown) => reason);
  expect(postgresIsAway(error)).toBe(true);

  line.mend();
  expect(await sql`select 3 as three`).toEqual([{ three: 3 }]);
});

it('gives it up although it is asked again and again, as a readiness probe does', async () => {
  const { owner } = (await fresh()).config;
  const line = await silentConnection(owner);
  const sql = connect({ ...owner, port: line.port, poolSize: 1 }, { silence: 400 });
  onTestFinished(() => sql.end({ timeout: 0 }));
  await sql`select 1`;

  line.cut();
  const answers: Promise<unknown>[] = [];
  const asking = setInterval(() => answers.push(sql`select 2`.catch((reason: unknown) => reason)), 100);
  onTestFinished(() => clearInterval(asking));
  await expect.poll(() => answers[0] && Promise.race([answers[0], 'none yet'])).toBeInstanceOf(Error);

  line.mend();
  await expect.poll(() => sql`select 3 as three`.catch(() => [])).toEqual([{ three: 3 }]);
});

it('lets an idle connection go without harm', async () => {
  const { owner } = (await fresh()).config;
  const sql = connect({ ...owner, poolSize: 1 }, { silence: 200 });
  onTestFinished(() => sql.end({ timeout: 0 }));
  const backend = async () => (await sql<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid;
  const first = await backend();
  await expect.poll(backend, { interval: 400 }).not.toBe(first);
});

async function fresh() {
  const database = await emptyDatabase();
  onTestFinished(database.drop);
  return database;
}
