import { createConnection, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { emptyDatabase } from '../testing/databases.ts';
import { connect, postgresIsAway, type Sql, type TransactionSql } from './connect.ts';

it('a transaction whose connection is ended fails, and leaves the process and the pool as they were', async () => {
  const { sql, other } = await pool();
  const cut = sql.begin(async (tx) => {
    const pid = await pidOf(tx);
    await Promise.all([tx`select pg_sleep(3600)`, end(other, pid)]);
  });
  expect(postgresIsAway(await failure(cut))).toBe(true);
  expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
});

it('what is left of a transaction whose connection is gone does not run inside the next one', async () => {
  const { sql, other } = await pool();
  await sql`create table booking (what text)`;
  const [begun, ended, over] = [1, 2, 3].map(() => Promise.withResolvers<void>()) as Steps;
  const dead = sql.begin(async (tx) => {
    await end(other, await pidOf(tx));
    // Uses the only connection, so the earlier one's end has been noticed once this begins.
    const next = sql.begin(async (second) => {
      await second`insert into booking values ('of the next')`;
      begun.resolve();
      await ended.promise;
      throw new Error('taken back');
    });
    await begun.promise;
    await failure(tx`insert into booking values ('of the dead')`);
    ended.resolve();
    await failure(next);
    over.resolve();
  });
  expect(postgresIsAway(await failure(dead))).toBe(true);
  await over.promise;
  expect(await sql`select * from booking`).toEqual([]);
});

it('a connection that ends while others write to it opens again', async () => {
  const { sql, other } = await pool();
  for (let round = 0; round < 5; round++) {
    const pid = await pidOf(sql);
    const asked = Array.from({ length: 20 }, () => failure(sql`select pg_sleep(0.01)`));
    const more = failure(sql.begin((tx) => Promise.all([tx`select 1`, tx`select pg_sleep(1)`])));
    await end(other, pid);
    await Promise.all([...asked, more]);
    expect(await sql`select 2 as two`).toEqual([{ two: 2 }]);
  }
});

type Step = PromiseWithResolvers<void>;
type Steps = [begun: Step, ended: Step, over: Step];

it('a transaction is kept apart where it begins on a connection that can take no more', async () => {
  const config = await ownDatabase();
  const sql = connect({ ...config, poolSize: 2 }, { max_pipeline: 2 } as object); // missing in the driver's types
  onTestFinished(() => sql.end({ timeout: 0 }));
  await sql`create table booking (what int)`;
  for (let before = 0; before < 8; before++) {
    const busy = Array.from({ length: before }, () => sql`select pg_sleep(0.01)`.execute());
    await sql.begin(async (tx) => {
      await tx`insert into booking values (${before})`;
    });
    await Promise.all(busy);
  }
  expect(await sql`select count(*)::int as count from booking`).toEqual([{ count: 8 }]);
});

it('a transaction keeps its connection while the network takes up again what it was sent', async () => {
  const config = await ownDatabase();
  const sockets: Socket[] = [];
  const socket = () => {
    const made = createConnection({ host: config.host, port: config.port });
    sockets.push(made);
    return made;
  };
  const sql = connect({ ...config, poolSize: 1 }, { socket } as object);
  onTestFinished(() => sql.end({ timeout: 0 }));
  const told: string[] = [];
  let others: Promise<unknown> | undefined;
  await sql.begin(async (tx) => {
    await tx`select 1`;
    others = sql`select 2`.then(() => told.push('others'));
    sockets[0]?.emit('drain');
    await tx`select 3`;
    told.push('transaction');
  });
  await others;
  expect(told).toEqual(['transaction', 'others']);
});

/** Opens a pool of one connection, so that the next query uses the same one, and a second pool that can terminate it. */
async function pool() {
  const config = await ownDatabase();
  const sql = connect({ ...config, poolSize: 1 });
  const other = connect({ ...config, poolSize: 1 });
  onTestFinished(async () => {
    await Promise.all([sql.end({ timeout: 0 }), other.end({ timeout: 0 })]);
  });
  return { sql, other };
}

/** Connection settings of an empty database's owner. */
async function ownDatabase() {
  const database = await emptyDatabase();
  onTestFinished(database.drop);
  return database.config.owner;
}

async function pidOf(sql: Sql | TransactionSql): Promise<number> {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  return row?.pid ?? 0;
}

async function end(other: Sql, pid: number): Promise<void> {
  await other`select pg_terminate_backend(${pid})`;
}

function failure(work: PromiseLike<unknown>): Promise<unknown> {
  return Promise.resolve(work).then(
    () => undefined,
    (error: unknown) => error,
  );
}
