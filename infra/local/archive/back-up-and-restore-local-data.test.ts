import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildApp } from '../../../app/app.ts';
import { readConfig } from '../../../app/config.ts';
import type { Sql } from '../../../app/database/connect.ts';
import { migrationFiles } from '../../../app/database/migration-files.ts';
import { databaseStore } from '../../../app/receipts/store/database-store.ts';
import { Browser } from '../../../app/testing/simulated-browser.ts';
import { noSmallDisk, smallDisk } from '../../../app/testing/small-disk.ts';
import { fillBook } from '../../bench/seed-book.ts';
import { blankForm } from '../../bench/sign-up.ts';
import { Problem } from '../../command/problem.ts';
import { connectAsSuperuser } from '../connect-as-superuser.ts';
import { makeSchema } from '../create-schema.ts';
import { databaseIn } from '../data-folder-paths.ts';
import { localStack } from '../dev-manifests-with-local-secrets.ts';
import { freePort } from '../find-or-require-free-port.ts';
import { type Contents, contentsOf, differences } from '../list-and-compare-tables.ts';
import { HOST, portOf, startPostgres } from '../postgres.ts';
import { archivedTables } from './choose-tables-to-archive.ts';
import { readArchive } from './read-archive.ts';
import { restoreFolder } from './restore-data-folder.ts';

const TRANSACTIONS = 10_000;
const RECEIPTS = 12;
const ada = { email: 'ada@example.org', password: 'four quiet words here' };
const latest = migrationFiles().at(-1)?.name;

/* One folder is saved and brought back, so each test builds on the ones before. */
const COMMANDS = {
  start: '../start-command.ts',
  backup: 'backup-command.ts',
  restore: '../../operations/restore-stack-or-local-data-command.ts',
} as const;

describe('an archive of the app on this machine', { timeout: 300_000 }, () => {
  const around = mkdtempSync(join(tmpdir(), 'finance-archive-'));
  const folder = join(around, 'app');
  const archive = join(around, 'finance.tar.gz');
  const running: ChildProcess[] = [];
  let port: number;
  let was: Everything;

  beforeAll(async () => {
    chmodSync(around, 0o755); // run by root, Postgres is another user
    port = await freePort(HOST);
    await within(folder, async (rows, databasePort) => {
      await makeSchema(localStack(folder), databasePort, migrationFiles());
      await seed(rows, databasePort);
      was = await everythingIn(rows);
    });
    expect(was.contents.rows.get('public.posting')?.count).toBeGreaterThan(2n * BigInt(TRANSACTIONS) - 1n);
    expect(was.receipts.size).toBe(RECEIPTS);
  });
  afterAll(async () => {
    for (const child of running.filter((one) => one.exitCode === null && one.signalCode === null)) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(around, { recursive: true });
  });

  it('is one file, which only its owner may read', async () => {
    const { code, output } = await run('backup', archive, '--data', folder);
    expect(output).toMatch(/ has \d{5} rows and 12 receipts, \d+ bytes, each proven; the schema is at /);
    expect(output).toContain('hashes of passwords');
    expect(code).toBe(0);
    expect(statSync(archive).mode & 0o777).toBe(0o600);
    expect(readdirSync(around).toSorted()).toEqual(['app', 'finance.tar.gz']);
  });

  it('lists what it has with counts and hashes, and nothing by which somebody comes in', async () => {
    const manifest = await readArchive(archive, new AbortController().signal);
    expect(manifest.schema.at(-1)?.name).toBe(latest);
    const posting = manifest.tables.find(({ name }) => name === 'public.posting');
    expect(posting?.rows).toBe(String(was.contents.rows.get('public.posting')?.count));
    expect(new Set(manifest.receipts.map(({ hash }) => hash))).toEqual(was.receipts);
    const names = manifest.tables.map(({ name }) => name);
    for (const name of ['session', 'device', 'invitation', 'password_reset', 'api_token'])
      expect(names).not.toContain(`public.${name}`);
  });

  it('takes the place of no file, and none is made of a folder without a database', async () => {
    expect(await run('backup', archive, '--data', folder)).toEqual({
      code: 1,
      output: expect.stringContaining('is there already: choose another name'),
    });
    const missing = join(around, 'missing');
    expect(await run('backup', join(around, 'other.tar.gz'), '--data', missing)).toEqual({
      code: 1,
      output: expect.stringContaining('there is no database in'),
    });
    expect(existsSync(missing)).toBe(false);
  });

  it('brings every row and receipt back into an empty folder, at the schema of today', async () => {
    const other = otherFolder();
    const { code, output } = await run('restore', archive, '--data', other);
    expect(output).toContain('and 12 receipts are as they were saved');
    expect(code).toBe(0);
    await within(other, async (rows) => {
      expect(missed(was, await everythingIn(rows))).toEqual([]);
      expect(await rows`select from session`).toHaveLength(0);
      const [posting] = await rows<{ security: boolean; triggers: bigint }[]>`
        select relrowsecurity as security, (select count(*) from pg_trigger where tgrelid = c.oid and tgenabled = 'O') as triggers
        from pg_class c where oid = 'posting'::regclass`;
      expect(posting?.security).toBe(true);
      expect(posting?.triggers).toBeGreaterThan(0n);
    });
  });

  it('is made beside the running app, of one moment, while rows change', async () => {
    const moving = join(around, 'moving.tar.gz');
    onTestFinished(() => rmSync(moving));
    const app = await opened(folder);
    const rows = connectAsSuperuser(
      'finance',
      portOf(join(databaseIn(folder), 'data')) ?? 0,
      localStack(folder).superuserPassword,
    );
    let isOver = false;
    const changes = (async () => {
      let count = 0;
      for (; !isOver; count += 1) await moveReceipts(rows, count);
      return count;
    })();
    const { code, output } = await run('backup', moving, '--data', folder);
    isOver = true;
    expect(await changes).toBeGreaterThan(3);
    await rows.end();
    expect([code, output]).toEqual([0, expect.stringContaining('each proven')]);

    expect(await run('restore', archive, '--replace', '--data', folder)).toEqual({
      code: 1,
      output: expect.stringContaining(`already runs on ${folder}`),
    });
    app.kill('SIGINT');
    await once(app, 'exit');
    const other = otherFolder();
    expect((await run('restore', moving, '--data', other)).code).toBe(0);
    await within(other, async (sql) => {
      const [names] = await sql<{ count: bigint }[]>`select count(distinct name) as count from receipt`;
      expect(names?.count).toBe(1n);
    });
  });

  it('takes the place of a database only where that is said, and what was there is kept', async () => {
    const refused = await run('restore', archive, '--data', folder);
    expect(refused).toEqual({ code: 1, output: expect.stringContaining('With --replace') });
    const { code, output } = await run('restore', archive, '--replace', '--data', folder);
    const [, kept = ''] = /what was there before is kept in (\S+);/.exec(output) ?? [];
    expect(code).toBe(0);
    expect(existsSync(join(kept, 'PG_VERSION'))).toBe(true);
    await within(folder, async (rows) => expect(missed(was, await everythingIn(rows))).toEqual([]));
    rmSync(kept, { recursive: true });
  });

  it('is served by npm start once it is back, and its people sign in', async () => {
    const app = await opened(folder);
    const origin = `http://${HOST}:${port}`;
    const { csrf, cookie } = await blankForm(`${origin}/sign-in`);
    const answer = await fetch(`${origin}/sign-in`, {
      ...{ method: 'POST', redirect: 'manual', headers: { origin, cookie } },
      body: new URLSearchParams({ _csrf: csrf, ...ada }),
    });
    expect(answer.status).toBe(303);
    app.kill('SIGINT');
    await once(app, 'exit');
    await within(folder, async (rows) => {
      const before = was;
      was = await everythingIn(rows); // what the start and the sign-in wrote
      expect(missed(before, was).filter((line) => line.startsWith('public.posting'))).toEqual([]);
    });
  });

  it('is absent, and the data as before, when making it is killed or stopped', async () => {
    const other = join(around, 'other.tar.gz');
    for (const signal of ['SIGKILL', 'SIGINT'] as const) {
      const begun = Date.now();
      const child = start('backup', other, '--data', folder);
      const ended = endOf(child);
      const isWriting = () =>
        (statSync(`${other}.unfinished`, { throwIfNoEntry: false })?.ctimeMs ?? 0) > begun;
      while (!isWriting() && child.exitCode === null) await pause(2);
      child.kill(signal);
      const { output } = await ended;
      expect(existsSync(other)).toBe(false);
      if (signal === 'SIGINT') expect(output).toContain('interrupted: there is no archive');
    }
    expect(existsSync(`${other}.unfinished`)).toBe(false); // not even that of the one that was killed
    await within(folder, async (rows) => expect(missed(was, await everythingIn(rows))).toEqual([]));
  });

  it('changes nothing when bringing it back is killed or stopped, and does so the next time', async () => {
    for (const signal of ['SIGKILL', 'SIGINT'] as const) {
      const child = start('restore', archive, '--replace', '--data', folder);
      const ended = endOf(child, (output) => {
        if (output.includes('now the rows')) child.kill(signal);
      });
      const { code, output } = await ended;
      expect(code).not.toBe(0);
      if (signal === 'SIGINT') expect(output).toContain('interrupted: nothing was changed');
      await within(folder, async (rows) => expect(missed(was, await everythingIn(rows))).toEqual([]));
    }
    expect(readdirSync(databaseIn(folder)).toSorted()).toEqual(['data', 'server.log']);
  });

  it('names receipts that were lost before, and has all the rest', async () => {
    const [hash = ''] = was.receipts;
    const other = join(around, 'lost.tar.gz');
    await within(folder, (rows) => rows`delete from receipt_part where hash = decode(${hash}, 'hex')`);
    const { code, output } = await run('backup', other, '--data', folder);
    expect([code, output]).toEqual([
      1,
      expect.stringContaining(`lost before, so not in it: the receipt ${hash}`),
    ]);
    const back = otherFolder();
    expect((await run('restore', other, '--data', back)).code).toBe(0);
    await within(back, async (rows) => {
      const is = await everythingIn(rows);
      expect(is.receipts).toEqual(new Set([...was.receipts].filter((one) => one !== hash)));
      expect(differences(was.contents, is.contents)).toEqual([]);
    });
  });

  it('of an earlier release is migrated', async () => {
    const [old, back] = [otherFolder(), otherFolder()];
    const file = join(around, 'old.tar.gz');
    await within(old, async (rows, databasePort) => {
      const migrations = migrationFiles().filter(({ number }) => number <= 46);
      await makeSchema(localStack(old), databasePort, migrations);
      await rows`insert into person (email, name, password_hash) values ('ben@example.org', 'Ben', 'none')`;
    });
    expect((await run('backup', file, '--data', old)).output).toContain('the schema is at 0046-');
    expect((await run('restore', file, '--data', back)).code).toBe(0);
    await within(back, async (rows) => {
      expect(await rows`select name from person`).toEqual([{ name: 'Ben' }]);
      expect(await rows`select name from migration order by number desc limit 1`).toEqual([{ name: latest }]);
    });
  });

  describe.each([
    ['without its last byte', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['of which half is there', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['without a byte', (bytes: Buffer) => bytes.subarray(0, 0)],
    ['that is no archive', () => Buffer.from('a photo')],
    ['that is some other archive', () => gzipSync(Buffer.alloc(10_240))],
    ['with a changed byte near its start', (bytes: Buffer) => withChange(bytes, 3000)],
    ['with a changed byte in the middle', (bytes: Buffer) => withChange(bytes, bytes.length / 2)],
    ['with a changed sum', (bytes: Buffer) => withChange(bytes, bytes.length - 6)],
  ])('a file %s', (_, change) => {
    it('is refused, and no folder is made', () =>
      refuses(change(readFileSync(archive)), 'is damaged, cut off or no archive of this app'));
  });

  it.each([
    ['of a later format', { format: 2 }, 'is of a later version of the app'],
    [
      'of a newer release',
      { schema: [{ number: 9999, name: '9999-later.sql', checksum: '0'.repeat(64) }] },
      'the archive has 9999-later.sql, which this version of the app does not know: take the one that made it',
    ],
    [
      'of a release with other migrations',
      { schema: [{ number: 1, name: '0001-people.sql', checksum: '0'.repeat(64) }] },
      'the archive has 0001-people.sql, which this version of the app has with other contents',
    ],
    ['that does not say what it has', { tables: 'all' }, 'is damaged'],
    ['that has more than it says', { receipts: [] }, 'is damaged'],
  ])('one %s is refused, and no folder is made', async (_, change, message) => {
    await refuses(await repacked(archive, (manifest) => ({ ...manifest, ...change })), message);
  });

  it('with rows that are not those it says leaves what is there as it is', async () => {
    const file = join(around, 'wrong.tar.gz');
    const changed = await repacked(archive, (manifest) => ({
      ...manifest,
      tables: manifest.tables.map((table) => (table.rows === '0' ? table : { ...table, rowHash: '7' })),
    }));
    writeFileSync(file, changed);
    const { code, output } = await run('restore', file, '--replace', '--data', folder);
    expect([code, output]).toEqual([1, expect.stringContaining('what was restored is not what was saved')]);
    expect(readdirSync(databaseIn(folder)).toSorted()).toEqual(['data', 'server.log']);
  });

  it.skipIf(noSmallDisk)(`is absent from a disk that is too small for it${noSmallDisk}`, async () => {
    const { path } = await smallDisk(2);
    const { code, output } = await run('backup', join(path, 'finance.tar.gz'), '--data', folder);
    expect([code, output]).toEqual([1, expect.stringContaining('is full: nothing was kept there')]);
    expect(readdirSync(path)).toEqual([]);
  });

  it.skipIf(noSmallDisk)(
    `leaves nothing on a disk that is too small for its rows${noSmallDisk}`,
    async () => {
      const { path, grow } = await smallDisk(75);
      chmodSync(path, 0o755);
      const small = await run('restore', archive, '--data', path);
      expect([small.code, small.output]).toEqual([
        1,
        expect.stringContaining('is full: nothing was changed'),
      ]);
      expect(readdirSync(databaseIn(path))).toEqual([]);
      grow(400);
      expect((await run('restore', archive, '--data', path)).code).toBe(0);
    },
  );

  let folders = 0;
  function otherFolder(): string {
    folders += 1;
    const other = join(around, `other-${folders}`);
    onTestFinished(() => rmSync(other, { recursive: true, force: true }));
    return other;
  }

  /** A restore of these bytes fails with the message, before it makes anything. */
  async function refuses(bytes: Uint8Array, message: string): Promise<void> {
    const file = join(around, `${randomUUID()}.tar.gz`);
    writeFileSync(file, bytes);
    const other = otherFolder();
    const asked = { folder: other, file, replacing: true };
    const failed = await restoreFolder(asked, new AbortController().signal, () => {}).catch((error) => error);
    expect(failed).toBeInstanceOf(Problem);
    expect(failed.message).toContain(message);
    expect(existsSync(other)).toBe(false);
  }

  async function opened(at: string): Promise<ChildProcess> {
    const child = start('start', '--port', String(port), '--data', at);
    const ended = endOf(child, (output) => {
      if (output.includes(`open http://${HOST}:${port}`)) child.emit('open');
    });
    const end = await Promise.race([once(child, 'open'), ended]);
    if ('code' in end) throw new Error(`it ended with ${end.code}:\n${end.output}`);
    return child;
  }

  function start(command: keyof typeof COMMANDS, ...args: readonly string[]): ChildProcess {
    const child = spawn(process.execPath, [join(import.meta.dirname, COMMANDS[command]), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    return child;
  }

  function run(command: 'backup' | 'restore', ...args: readonly string[]) {
    return endOf(start(command, ...args));
  }

  /** Adds Ada with two accounts, many transactions and some receipts. */
  async function seed(rows: Sql, databasePort: number): Promise<void> {
    const here = { host: HOST, port, databasePort, uploads: join(folder, 'uploads'), redis: undefined };
    const config = readConfig(localStack(folder).container('web', here).environment);
    const site = await buildApp({ ...config, redis: undefined, signUp: 'open', logLevel: 'silent' });
    const browser = new Browser(site, config.publicOrigin);
    const made = await browser.post('/sign-up', { name: 'Ada', ...ada, currency: 'EUR', timeZone: 'UTC' });
    const path = made.headers.location ?? '';
    await browser.post(`${path}/accounts`, {
      ...{ key: randomUUID(), name: 'Tokyo \\ "tab\t"', kind: 'cash', currency: 'JPY' },
      ...{ openedOn: '2025-01-01', opening: '125', direction: 'have' },
    });
    await site.close();
    const book = path.replace('/books/', '');
    await fillBook(rows as never, book, TRANSACTIONS);
    for (let number = 1; number <= RECEIPTS; number += 1) {
      const bytes = randomBytes(300_000 * (number % 3) + 10);
      const hash = createHash('sha256').update(bytes).digest();
      await rows`insert into receipt_file (hash, bytes) values (${hash}, ${bytes.length})`;
      await rows.begin((tx) => databaseStore().put(tx, hash.toString('hex'), bytes));
      await rows`
        insert into receipt (book_id, transaction_id, hash, name, type, bytes)
        select book_id, id, ${hash}, 'a.pdf', 'application/pdf', ${bytes.length} from transaction limit 1`;
    }
  }
});

/** All that a restore has to bring back. */
interface Everything {
  readonly contents: Contents;
  /** Hashes of the bytes that are stored, whatever they are stored under. */
  readonly receipts: ReadonlySet<string>;
  /** Last number of each sequence. */
  readonly numbers: readonly string[];
}

async function everythingIn(rows: Sql): Promise<Everything> {
  const contents = await rows.begin(async (tx) => contentsOf(tx, await archivedTables(tx)));
  const stored = await rows<{ hash: string }[]>`
    select encode(sha256(string_agg(bytes, '' order by number)), 'hex') as hash from receipt_part group by hash`;
  const numbers = await rows<{ at: string }[]>`
    select concat_ws(' ', schemaname, sequencename, last_value) as at from pg_sequences order by 1`;
  return {
    contents: contents as Contents,
    receipts: new Set(stored.map(({ hash }) => hash)),
    numbers: numbers.map(({ at }) => at),
  };
}

function missed(one: Everything, other: Everything): readonly string[] {
  const receipts = [...one.receipts].filter((hash) => !other.receipts.has(hash));
  const numbers = one.numbers.filter((at) => !other.numbers.includes(at));
  return [...differences(one.contents, other.contents), ...receipts, ...numbers];
}

/** Gives all receipts another name at once, so that a backup that is not of one moment has two names. */
async function moveReceipts(rows: Sql, turn: number): Promise<void> {
  await rows.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update receipt set name = ${`turn ${turn}`}`;
  });
}

async function within(folder: string, work: (rows: Sql, port: number) => Promise<unknown>): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const password = localStack(folder).superuserPassword;
  const server = await startPostgres(databaseIn(folder), password);
  const rows = connectAsSuperuser('finance', server.port, password);
  try {
    await work(rows, server.port);
  } finally {
    await rows.end();
    await server.stop();
  }
}

async function endOf(child: ChildProcess, onOutput: (output: string) => void = () => {}) {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      onOutput(output);
    });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

function withChange(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[Math.floor(at)] = (changed[Math.floor(at)] ?? 0) ^ 0x10;
  return changed;
}

type Said = Awaited<ReturnType<typeof readArchive>>;

/** Bytes of an archive with another manifest, and else as it was. */
async function repacked(file: string, change: (manifest: Said) => unknown): Promise<Uint8Array> {
  const [from, to] = [extract(), pack()];
  const packed = (async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of to as AsyncIterable<Uint8Array>) chunks.push(chunk);
    return Buffer.concat(chunks);
  })();
  from.end(gunzipSync(readFileSync(file)));
  for await (const source of from) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of source as AsyncIterable<Uint8Array>) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    const isManifest = source.header.name === 'manifest.json';
    const content = isManifest ? JSON.stringify(change(JSON.parse(bytes.toString()))) : bytes;
    await new Promise<void>((resolve, reject) => {
      to.entry({ name: source.header.name }, content, (error) => (error ? reject(error) : resolve()));
    });
  }
  to.finalize();
  return gzipSync(await packed);
}
