import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../../app/app.ts';
import { readConfig, readMigrationConfig } from '../../../app/config.ts';
import { connect, type Sql } from '../../../app/database/connect.ts';
import { migrate } from '../../../app/database/migrate.ts';
import { Browser } from '../../../app/testing/simulated-browser.ts';
import { fillBook } from '../../bench/seed-book.ts';
import { blankForm } from '../../bench/sign-up.ts';
import { prepareDatabase } from '../create-owner-and-database.ts';
import { databaseIn, dataIn } from '../data-folder-paths.ts';
import { type LocalStack, localStack } from '../dev-manifests-with-local-secrets.ts';
import { freePort } from '../find-or-require-free-port.ts';
import { type Contents, contentsOf, differences, tablesOf } from '../list-and-compare-tables.ts';
import { HOST, SUPERUSER_NAME, startPostgres } from '../postgres.ts';

const TRANSACTIONS = 20_000;
const ada = { email: 'ada@example.org', password: 'four quiet words here' };

/* One folder goes from Postgres 17 to the current version, so each test builds on the one before. */
describe('the rows of a Postgres 17', () => {
  const folder = mkdtempSync(join(tmpdir(), 'finance-carry-'));
  const data = dataIn(folder);
  let stack: LocalStack;
  let was: Contents;
  let book: string;
  let port: number;
  const running: ChildProcess[] = [];

  beforeAll(async () => {
    chmodSync(folder, 0o755); // run by root, Postgres is another user
    port = await freePort(HOST);
    stack = localStack(folder);
    was = await asOf17(async (databasePort, rows) => {
      const { environment } = stack.container('migrate', hereAt(databasePort));
      const { app, owner, ...rest } = readMigrationConfig(environment);
      const wanted = { database: owner.name, owner: owner.user, ownerPassword: owner.password };
      const server = {
        host: HOST,
        port: databasePort,
        username: SUPERUSER_NAME,
        password: stack.superuserPassword,
      };
      await prepareDatabase(server, wanted);
      // The migrations need these, and Postgres 17 lacks them.
      await rows`create collation public.pg_unicode_fast (provider = builtin, locale = 'C.UTF-8')`;
      await rows`create function public.casefold(text) returns text language sql immutable return lower($1)`;
      await rows`create function public.uuidv7() returns uuid language sql volatile return
        (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || '7' ||
          substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid`;
      await migrate({ app, owner, ...rest });
      const config = readConfig(stack.container('web', hereAt(databasePort)).environment);
      const site = await buildApp({ ...config, redis: undefined, signUp: 'open', logLevel: 'silent' });
      const browser = new Browser(site, config.publicOrigin);
      const made = await browser.post('/sign-up', { name: 'Ada', ...ada, currency: 'EUR', timeZone: 'UTC' });
      book = made.headers.location ?? '';
      for (const currency of ['EUR', 'JPY'])
        await browser.post(`${book}/accounts`, {
          ...{ key: randomUUID(), name: `In ${currency}`, kind: 'cash', currency, openedOn: '2025-01-01' },
          ...{ opening: '125', direction: 'have' },
        });
      await site.close();
      await fillBook(rows as never, book.replace('/books/', ''), TRANSACTIONS);
      return contentsIn(rows);
    });
    expect(was.rows.get('public.posting')?.count).toBeGreaterThan(2n * BigInt(TRANSACTIONS));
    expect(new Set([...was.sums.values()].map(({ currency }) => currency))).toEqual(new Set(['EUR', 'JPY']));
  });
  afterAll(async () => {
    for (const child of running.filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    )) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true });
  });

  it('are named by npm start, with the command that carries them', async () => {
    const { code, output } = await run('start-command.ts', '--port', String(port));
    expect(code).toBe(1);
    expect(output).toContain(
      `It is of Postgres 17, and this is Postgres 18. To upgrade its data: npm run upgrade-postgres -- --data ${folder}`,
    );
  });

  it('stay where they are when the command is killed in the middle, or stopped', async () => {
    for (const signal of ['SIGKILL', 'SIGINT'] as const) {
      const { code, output } = await run('../operations/upgrade-postgres-command.ts', signal);
      expect(code).not.toBe(0);
      expect(output).not.toContain('npm start');
      expect(version()).toBe('17');
      expect(existsSync(`${data}-17`)).toBe(false);
    }
    expect(differences(was, await asOf17((_, rows) => contentsIn(rows)))).toEqual([]);
  });

  it('stay there when a table is of nobody known, which is named', async () => {
    await asOf17((_, rows) => rows`create table stray (a int)`);
    const { code, output } = await run('../operations/upgrade-postgres-command.ts');
    expect(code).toBe(1);
    expect(output).toContain('these tables are not as the migrations make them');
    expect(output).toContain('public.stray');
    expect(version()).toBe('17');
    await asOf17((_, rows) => rows`drop table stray`);
  });

  it('are carried, with a proof, and the old ones are kept', async () => {
    const { code, output } = await run('../operations/upgrade-postgres-command.ts');
    expect(output).toContain(`public.posting: ${was.rows.get('public.posting')?.count} rows, the same`);
    expect(output).toMatch(
      /EUR: 4\d{4} postings, the sum of each of 2 accounts and \d+ categories is the same/,
    );
    expect(output).toContain('JPY: 2 postings, the sum of each of 1 accounts and 1 categories is the same');
    expect(code).toBe(0);
    expect(version()).toBe('18');
    expect(readFileSync(`${data}-17/PG_VERSION`, 'utf8')).toBe('17\n');
    expect(existsSync(join(databaseIn(folder), 'carried'))).toBe(false);
    await with18(async (rows) => {
      expect(differences(was, await contentsIn(rows))).toEqual([]);
      const own = await rows`
        select proname from pg_proc where proname in ('uuidv7', 'casefold') and pronamespace = 'public'::regnamespace`;
      expect(own).toHaveLength(0);
      const [book] = await rows<{ security: boolean; triggers: bigint }[]>`
        select relrowsecurity as security, (select count(*) from pg_trigger where tgrelid = c.oid and tgenabled = 'O') as triggers
        from pg_class c where oid = 'posting'::regclass`;
      expect(book).toEqual({ security: true, triggers: expect.any(BigInt) });
      expect(book?.triggers).toBeGreaterThan(0n);
    });
  });

  it('are not taken for carried where one of them differs', async () => {
    await with18(async (rows) => {
      await rows`set session_replication_role = replica`;
      const [changed] = await rows<{ book: string }[]>`
        update posting set amount_minor = amount_minor + 1 where ctid in (select min(ctid) from posting) returning book_id as book`;
      expect(differences(was, await contentsIn(rows))).toEqual([
        expect.stringMatching(/^public\.posting: \d+ rows before, \d+ now, which are not the same$/),
        expect.stringContaining(`${changed?.book} `),
      ]);
      await rows`update posting set amount_minor = amount_minor - 1 where ctid in (select max(ctid) from posting)`;
    });
  });

  it('are in their place although the command was cut off between the two names', async () => {
    const carried = join(databaseIn(folder), 'carried');
    mkdirSync(carried);
    writeFileSync(join(carried, 'proven'), '');
    renameSync(data, join(carried, 'data'));
    expect((await run('../operations/upgrade-postgres-command.ts')).output).toContain(
      'there is nothing to upgrade',
    );
  });

  it('are served by npm start, and their people sign in', async () => {
    const child = start('start-command.ts', ['--port', String(port)]);
    await saying(child, `open http://${HOST}:${port}`);
    const origin = `http://${HOST}:${port}`;
    const { csrf, cookie } = await blankForm(`${origin}/sign-in`);
    const answer = await fetch(`${origin}/sign-in`, {
      ...{ method: 'POST', redirect: 'manual', headers: { origin, cookie } },
      body: new URLSearchParams({ _csrf: csrf, ...ada }),
    });
    expect(answer.status).toBe(303);
    const { code, output } = await run('../operations/upgrade-postgres-command.ts');
    expect([code, output]).toEqual([1, expect.stringContaining('already runs on')]);
    child.kill('SIGINT');
    await once(child, 'exit');
  });

  function version(): string {
    return readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  }

  function hereAt(databasePort: number) {
    return { host: HOST, port, databasePort, uploads: join(folder, 'uploads'), redis: undefined };
  }

  function asOf17<T>(work: (port: number, rows: Sql) => Promise<T>): Promise<T> {
    return within('17', work);
  }

  function with18<T>(work: (rows: Sql) => Promise<T>): Promise<T> {
    return within(undefined, (_, rows) => work(rows));
  }

  async function within<T>(
    earlier: string | undefined,
    work: (port: number, rows: Sql) => Promise<T>,
  ): Promise<T> {
    const password = stack.superuserPassword;
    const server = await startPostgres(databaseIn(folder), password, earlier);
    const at = { host: HOST, port: server.port, user: SUPERUSER_NAME, password, poolSize: 1 };
    const rows = connect({ ...at, name: 'finance' }, { connection: { statement_timeout: 0 } });
    try {
      return await work(server.port, rows);
    } finally {
      await rows.end();
      await server.stop();
    }
  }

  function start(program: string, args: readonly string[]): ChildProcess {
    const path = join(import.meta.dirname, '..', program);
    const child = spawn(process.execPath, [path, '--data', folder, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    return child;
  }

  /** Runs a program to its end; a signal as the first argument is sent to it as soon as it copies rows. */
  async function run(program: string, ...args: readonly string[]) {
    const signal = args[0]?.startsWith('SIG') ? (args[0] as NodeJS.Signals) : undefined;
    const child = start(program, signal ? [] : args);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (signal && output.includes('now the rows')) child.kill(signal);
      });
    const [code] = await once(child, 'close');
    return { code, output };
  }

  async function saying(child: ChildProcess, what: string): Promise<void> {
    let output = '';
    for await (const text of child.stdout ?? []) {
      output += text;
      if (output.includes(what)) return;
    }
    throw new Error(`it ended:\n${output}`);
  }
});

function contentsIn(sql: Sql): Promise<Contents> {
  return sql.begin(async (tx) => contentsOf(tx, await tablesOf(tx))) as Promise<Contents>;
}
