import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Sql } from '../../../app/database/connect.ts';
import { deleteReceipt } from '../../../app/receipts/receipt-queries.ts';
import { storeOf } from '../../../app/receipts/store/choose-store.ts';
import type { ReceiptStore } from '../../../app/receipts/store/store-interface.ts';
import { attachReceipts, keepReceipt } from '../../../app/receipts/store-and-attach-receipts.ts';
import { closeAfterTest } from '../../../app/testing/close-after-test.ts';
import { asSuperuser } from '../../../app/testing/connect-as-superuser.ts';
import { connectAsWorker } from '../../../app/testing/connect-as-worker.ts';
import { type Household, household } from '../../../app/testing/household.ts';
import { spentOn } from '../../../app/testing/spent-entry.ts';
import { JOBS } from '../../../app/worker/database-job-handlers.ts';
import { receiptJobs } from '../../../app/worker/expire-and-check-receipt-files.ts';

/* What the scripts ask of Postgres about files of receipts, as the role that dumps; infra/e2e has whole dumps and drills. */

const SCRIPTS = join(import.meta.dirname, 'scripts');
const DUMPER = { user: 'finance_backup_of_tests', password: 'of-the-dumps' };
const hasPsql = spawnSync('psql', ['--version']).status === 0;

let home: Household;
let worker: Sql;
let store: ReceiptStore;
let row: string;
let folder: string;
let onVolume: boolean;

describe.skipIf(!hasPsql).each(['database', 'volume'] as const)(
  `receipts in the %s${hasPsql ? '' : ' (skipped: psql is not on the path: apt-get install postgresql-client)'}`,
  (kind) => {
    beforeAll(() =>
      asSuperuser(async (sql) => {
        const [there] = await sql`select from pg_roles where rolname = ${DUMPER.user}`;
        if (there) return;
        await sql.unsafe(`create role ${DUMPER.user} login bypassrls password '${DUMPER.password}'`);
        await sql.unsafe(`grant pg_read_all_data to ${DUMPER.user}`);
      }),
    );
    beforeEach(async () => {
      home = await household();
      worker = connectAsWorker(home);
      folder = await mkdtemp(join(tmpdir(), 'finance-dumps-'));
      closeAfterTest(async () => rmSync(folder, { recursive: true }));
      for (const name of ['dumps', 'uploads']) mkdirSync(join(folder, name));
      onVolume = kind === 'volume';
      store = storeOf({ store: kind, folder: join(folder, 'uploads') });
      row = await home.enter(spentOn(await home.account('Bank'), await home.category('Groceries'), 100n));
    });

    it('are listed in a dump with hash and size, also those that an undo brings back', async () => {
      const [there, deleted, long] = [await add('there'), await add('deleted'), await add('long gone')];
      for (const { id } of [deleted, long]) await home.write((sql) => deleteReceipt(sql, home.book, id));
      await age(29, deleted.hash);
      await age(31, there.hash, long.hash);
      const listed = list(nameOf(0)).split('\n').filter(Boolean);
      expect(listed).toEqual([`${there.hash} 5`, `${deleted.hash} 7`].toSorted());
    });

    it('are proved by their hashes, whichever of the two has them', async () => {
      await add('one');
      await add('two');
      const name = dump();
      expect(run('check-receipts.sh', name)).toMatchObject({ status: 0, stderr: '' });
      const copied = run('list-copied.sh', name).stdout.split('\n').filter(Boolean);
      expect(copied).toHaveLength(onVolume ? 2 : 0);
    });

    it('fail the proof where one is missing, or is another, by its hash', async () => {
      const [missing, changed, good] = [await add('one'), await add('two'), await add('three')];
      const name = dump();
      if (!onVolume) {
        await home.rows`delete from receipt_part where encode(hash, 'hex') = ${missing.hash}`;
        await home.rows`update receipt_part set bytes = 'owt' where encode(hash, 'hex') = ${changed.hash}`;
      } else {
        rmSync(copyOf(missing.hash));
        writeFileSync(copyOf(changed.hash), 'owt');
      }
      const { status, stderr } = run('check-receipts.sh', name);
      expect(status).toBe(1);
      expect(stderr).toContain(`${name} lists files of receipts that it does not have:`);
      expect(stderr).toContain(`  ${missing.hash} is missing`);
      expect(stderr).toContain(`  ${changed.hash} is ${onVolume ? 'damaged' : 'missing'}`);
      expect(stderr).not.toContain(good.hash);
    });

    it('fail the proof where the database does not answer', async () => {
      await add('one');
      const name = dump();
      expect(run('check-receipts.sh', name, { PGPORT: '1' }).status).not.toBe(0);
    });

    it('are kept 30 days after the last one was deleted, and until the oldest backup goes that lists them', async () => {
      const { id, hash } = await add('one');
      const name = dump(8); // older than the days for which dumps are kept
      expect(run('note.sh', name)).toMatchObject({ status: 0, stderr: '' });
      expect(run('note.sh', name).status).toBe(0); // once before the dump, once after it
      await home.write((sql) => deleteReceipt(sql, home.book, id));
      await age(29, hash);
      await night();
      expect(await stored()).toEqual([hash]);
      await age(31, hash);
      expect(run('keep.sh')).toMatchObject({ status: 0, stderr: '' });
      await night();
      expect(await stored()).toEqual([hash]); // it is the newest, and still there
      rmSync(join(folder, 'dumps', name), { recursive: true });
      run('keep.sh');
      await night();
      expect(await stored()).toEqual([]);
    });

    it('of backups within the days are kept where another volume has none of these', async () => {
      const [old, recent] = [nameOf(8), nameOf(6)];
      for (const name of [old, recent]) run('note.sh', name);
      run('keep.sh');
      expect(await home.rows`select name from kept_backup`).toEqual([{ name: recent }]);
    });

    it('that a form brought after the backup began are known to it at its end', async () => {
      const name = nameOf(0);
      run('note.sh', name);
      const { hash } = await add('one');
      run('note.sh', name);
      expect(await home.rows`select encode(hash, 'hex') as hash from kept_backup_file`).toEqual([{ hash }]);
    });

    it('are none of a database of before', async () => {
      await home.rows`drop schema backup cascade`;
      await home.rows`drop table receipt_part cascade`;
      const name = nameOf(0);
      expect(list(name)).toBe('');
      for (const script of ['note.sh', 'list-copied.sh'])
        expect(run(script, name), script).toMatchObject({ status: 0, stdout: '', stderr: '' });
      expect(run('keep.sh').status).toBe(0);
    });
  },
);

async function add(text: string) {
  const bytes = Buffer.from(text);
  const file = { type: 'application/pdf', bytes, thumbnail: null, width: null, height: null } as const;
  const of = { book: home.book, person: home.ada.person, most: 2 ** 30 };
  const kept = await home.write((sql) => keepReceipt(sql, store, of, { name: 'a.pdf', file }));
  await home.write((sql) => attachReceipts(sql, home.book, home.ada.person, row, [kept.id]));
  return kept;
}

/** Makes it so many days since a receipt needed these files. */
async function age(days: number, ...hashes: readonly string[]): Promise<void> {
  await home.rows`
    update receipt_file set needed_at = now() - make_interval(days => ${days}) where encode(hash, 'hex') = any(${[...hashes]})`;
}

async function night(): Promise<void> {
  const jobs = { ...JOBS, ...receiptJobs(store, console) };
  await worker.begin((sql) => jobs['expire-receipt-files']?.(sql, {}, { id: randomUUID(), attempt: 1 }));
}

const stored = async () => [...(await worker.begin((sql) => store.list(sql))).keys()].toSorted();
const copyOf = (hash: string) =>
  join(folder, 'dumps', `${home.config.database.name}-receipts`, hash.slice(0, 2), hash);

/** Name of a dump of the given age in days. */
function nameOf(days: number): string {
  const at = new Date(Date.now() - days * 86_400_000).toISOString();
  return `${home.config.database.name}-${at.replaceAll(/[-:]|\.\d+/g, '')}`;
}

/** Makes the list of a dump, and the copies of a volume; returns the dump's name. */
function dump(days = 0): string {
  const name = nameOf(days);
  list(name);
  if (onVolume) expect(run('copy-receipts.sh', join(folder, 'dumps', name, 'files.txt')).status).toBe(0);
  return name;
}

/** Writes the list of files of a dump; returns it. */
function list(name: string): string {
  mkdirSync(join(folder, 'dumps', name), { recursive: true });
  const program =
    'psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --file "$SCRIPTS/files.sql" | tee "$DUMPS/$1/files.txt"';
  const { stdout, stderr } = spawnSync('sh', ['-c', program, 'sh', name], {
    encoding: 'utf8',
    env: environment(),
  });
  expect(stderr).toBe('');
  return stdout;
}

function run(script: string, arg = '', env: Readonly<Record<string, string>> = {}) {
  const args = [join(SCRIPTS, script), ...(arg === '' ? [] : [arg])];
  return spawnSync('sh', args, { encoding: 'utf8', env: { ...environment(), ...env } });
}

function environment() {
  const { host, port } = inject('postgres');
  return {
    PATH: process.env['PATH'],
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: DUMPER.user,
    PGPASSWORD: DUMPER.password,
    PGDATABASE: home.config.database.name,
    SCRIPTS,
    DUMPS: join(folder, 'dumps'),
    UPLOADS: join(folder, 'uploads'),
    RETENTION_DAYS: '7',
  };
}
