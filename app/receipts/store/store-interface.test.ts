import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { connect, type Sql } from '../../database/connect.ts';
import { closeAfterTest } from '../../testing/close-after-test.ts';
import { connectAsWorker } from '../../testing/connect-as-worker.ts';
import { ownerOf } from '../../testing/databases.ts';
import { type Household, household } from '../../testing/household.ts';
import { noSmallDisk, onSmallDisk, smallDisk } from '../../testing/small-disk.ts';
import { opened } from '../../testing/start-app.ts';
import { storeOf } from './choose-store.ts';
import { isStoreFull, PART_BYTES, type ReceiptStore } from './store-interface.ts';

let home: Household;
let worker: Sql;
let store: ReceiptStore;
let folder: string;

describe.each(['database', 'volume'] as const)('the store in the %s', (kind) => {
  beforeEach(async () => {
    home = await household();
    worker = connectAsWorker(home);
    folder = await mkdtemp(join(tmpdir(), 'finance-receipts-'));
    closeAfterTest(() => rm(folder, { recursive: true }));
    store = storeOf({ store: kind, folder });
  });

  it('gives back what was put, part by part', async () => {
    const bytes = randomBytes(2 * PART_BYTES + 3);
    const hash = await put(bytes);
    const parts = await home.read((sql) => Promise.all([0, 1, 2].map((part) => store.get(sql, hash, part))));
    expect(parts.map((part) => part?.length)).toEqual([PART_BYTES, PART_BYTES, 3]);
    expect(Buffer.concat(parts.map((part) => part ?? new Uint8Array())).equals(bytes)).toBe(true);
    expect(await home.read((sql) => store.get(sql, hash, 3))).toBeUndefined();
  });

  it('has nothing of a file that was not put', async () => {
    const hash = hashOf(randomBytes(10));
    expect(await home.read((sql) => store.get(sql, hash, 0))).toBeUndefined();
    expect(await listed()).toEqual(new Map());
    await worker.begin((sql) => store.delete(sql, hash));
  });

  it('keeps one of two equal files, put one after the other or at once, and lists its size', async () => {
    const bytes = randomBytes(PART_BYTES);
    const [hash] = await Promise.all([put(bytes), put(bytes), put(bytes)]);
    await put(bytes);
    expect(await listed()).toEqual(new Map([[hash, PART_BYTES]]));
  });

  it('removes a file, which can be put again', async () => {
    const bytes = randomBytes(10);
    const hash = await put(bytes);
    await worker.begin((sql) => store.delete(sql, hash));
    expect(await listed()).toEqual(new Map());
    expect(await home.read((sql) => store.get(sql, hash, 0))).toBeUndefined();
    await put(bytes);
    expect([...(await listed()).keys()]).toEqual([hash]);
  });

  it('serves the owner of the database, who moves files', async () => {
    const owner = connect(ownerOf(home.config.database.name));
    closeAfterTest(() => owner.end());
    const bytes = randomBytes(100);
    const hash = hashOf(bytes);
    await owner.begin((sql) => store.put(sql, hash, bytes));
    expect(await owner.begin((sql) => store.list(sql))).toEqual(new Map([[hash, 100]]));
    expect(Buffer.from((await owner.begin((sql) => store.get(sql, hash, 0))) ?? []).equals(bytes)).toBe(true);
    await owner.begin((sql) => store.delete(sql, hash));
    expect(await listed()).toEqual(new Map());
  });

  it('has whole files only when whoever puts them is killed in the middle', async () => {
    const config = { ...ownerOf(home.config.database.name), poolSize: 1 };
    const at = (path: string) => JSON.stringify(join(import.meta.dirname, path));
    const program = `
      import { createHash, randomBytes } from 'node:crypto';
      import { storeOf } from ${at('choose-store.ts')};
      import { connect } from ${at('../../database/connect.ts')};
      const sql = connect(${JSON.stringify(config)});
      const store = storeOf(${JSON.stringify({ store: kind, folder })});
      for (;;) {
        const bytes = randomBytes(24 * 2 ** 20);
        const hash = createHash('sha256').update(bytes).digest('hex');
        console.log('now');
        await sql.begin((tx) => store.put(tx, hash, bytes));
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let count = 0;
    for await (const _ of child.stdout) {
      count += 1;
      if (count === 3) child.kill('SIGKILL'); // in the middle of the third
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    const there = await listed();
    expect(there.size).toBeGreaterThanOrEqual(2);
    const owner = connect(ownerOf(home.config.database.name));
    closeAfterTest(() => owner.end());
    for (const hash of there.keys()) {
      const parts: Uint8Array[] = [];
      for (let part = await owner.begin((sql) => store.get(sql, hash, 0)); part; ) {
        parts.push(part);
        part = await owner.begin((sql) => store.get(sql, hash, parts.length));
      }
      expect(hashOf(Buffer.concat(parts))).toBe(hash);
    }
  });

  it.skipIf(noSmallDisk)(
    `says that it is full, with nothing of that file, and takes it later${noSmallDisk}`,
    async () => {
      const small = kind === 'volume' ? await smallDisk(3) : undefined;
      const disk = small ?? (await onSmallDisk(home.rows, 'receipt_part', 3));
      if (small) store = storeOf({ store: kind, folder: small.path });
      const bytes = randomBytes(4 * 2 ** 20);
      expect(
        await put(bytes).then(
          () => false,
          (error) => isStoreFull(error),
        ),
      ).toBe(true);
      expect(await listed()).toEqual(new Map());
      disk.grow(12);
      const hash = await put(bytes);
      expect(await listed()).toEqual(new Map([[hash, bytes.length]]));
    },
  );
});

describe('the store in the database', () => {
  beforeEach(async () => {
    home = await household();
    store = storeOf({ store: 'database', folder: '' });
  });

  it('refuses bytes of another hash', async () => {
    const asked = home.write((sql) => store.put(sql, hashOf(Buffer.from('one')), Buffer.from('another')));
    await expect(asked).rejects.toMatchObject({ constraint_name: 'receipt_part_hash' });
  });

  it('shows a file to the books that have a receipt with it, and to no other', async () => {
    const hash = await put(Buffer.from('of Ada'));
    const ben = await home.signedIn('Ben');
    const { read } = home.database;
    const asBen = () => read({ ...opened(ben) }, (sql) => store.get(sql, hash, 0));
    expect(await asBen()).toBeUndefined();
    await expect(home.database.sql.begin((sql) => store.list(sql))).rejects.toMatchObject({ code: '42501' });
    expect(await home.database.sql.begin((sql) => store.get(sql, hash, 0))).toBeUndefined();
  });
});

describe('the store on a volume', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'finance-receipts-'));
    closeAfterTest(() => rm(folder, { recursive: true }));
    store = storeOf({ store: 'volume', folder });
  });

  it('has nothing of a file whose writer is killed half way, and takes it later', async () => {
    const bytes = Buffer.alloc(3 * 2 ** 20);
    const program = `
      import { storeOf } from ${JSON.stringify(join(import.meta.dirname, 'choose-store.ts'))};
      process.on('SIGXFSZ', () => process.kill(process.pid, 'SIGKILL'));
      await storeOf(${JSON.stringify({ store: 'volume', folder })}).put(null, '${hashOf(bytes)}', Buffer.alloc(${bytes.length}));`;
    // The kernel tells whoever writes more than a MiB into one file.
    const limited = `ulimit -c 0; ulimit -f 1024; exec "$0" --input-type=module -e "$1"`;
    const child = spawn('bash', ['-c', limited, process.execPath, program], { stdio: 'ignore' });
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    const [half = ''] = await readdir(join(folder, 'unfinished'));
    expect((await stat(join(folder, 'unfinished', half))).size).toBe(2 ** 20);
    expect(await store.list(none)).toEqual(new Map());
    expect(await store.get(none, hashOf(bytes), 0)).toBeUndefined();
    await store.put(none, hashOf(bytes), bytes);
    expect(await store.list(none)).toEqual(new Map([[hashOf(bytes), bytes.length]]));
  });

  it('lets those of its group read files and put others beside them, and nobody else', async () => {
    const bytes = Buffer.from('whole');
    const before = process.umask(0o022);
    await store.put(none, hashOf(bytes), bytes).finally(() => process.umask(before));
    const folderOf = hashOf(bytes).slice(0, 2);
    const modes = ['unfinished', folderOf, join(folderOf, hashOf(bytes))].map(
      async (name) => (await stat(join(folder, name))).mode & 0o777,
    );
    expect(await Promise.all(modes)).toEqual([0o770, 0o770, 0o640]);
  });

  it('removes what killed processes left a day ago, and leaves what is being written', async () => {
    const unfinished = join(folder, 'unfinished');
    await mkdir(unfinished);
    for (const name of ['old', 'new']) await writeFile(join(unfinished, name), 'half');
    const yesterday = Date.now() / 1000 - 25 * 3600;
    await utimes(join(unfinished, 'old'), yesterday, yesterday);
    const bytes = Buffer.from('whole');
    await store.put(none, hashOf(bytes), bytes);
    expect(await readdir(unfinished)).toEqual(['new']);
  });
});

/** This store asks no database. */
const none = undefined as never;

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Puts a file that a receipt of Ada's book needs; resolves to its hash. */
async function put(bytes: Uint8Array): Promise<string> {
  const hash = hashOf(bytes);
  await home.write(async (sql) => {
    await sql`select need_receipt_file(decode(${hash}, 'hex'), ${bytes.length}, null)`;
    await store.put(sql, hash, bytes);
    await sql`
      insert into receipt (book_id, hash, name, type, bytes)
      values (${home.book}, decode(${hash}, 'hex'), 'a.pdf', 'application/pdf', ${bytes.length})`;
  });
  return hash;
}

function listed() {
  return worker.begin((sql) => store.list(sql));
}
