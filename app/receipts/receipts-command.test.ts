import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { closeAfterTest } from '../testing/close-after-test.ts';
import { ownerOf } from '../testing/databases.ts';
import { type Household, household } from '../testing/household.ts';
import { hashOf } from './file-hash.ts';
import { run } from './receipts-command.ts';
import { storeOf } from './store/choose-store.ts';
import { keepReceipt } from './store-and-attach-receipts.ts';

let home: Household;
let folder: string;
let environment: Record<string, string>;

beforeEach(async () => {
  home = await household();
  folder = await mkdtemp(join(tmpdir(), 'finance-receipts-'));
  closeAfterTest(() => rm(folder, { recursive: true }));
  const { host, port, name, user, password } = ownerOf(home.config.database.name);
  const at = inject('postgres');
  environment = {
    ...{ DB_HOST: host, DB_PORT: `${port}`, DB_NAME: name, DB_TLS: 'disable' },
    ...{ DB_OWNER_USER: user, DB_OWNER_PASSWORD: password, DB_USER: at.user, DB_PASSWORD: at.password },
    UPLOAD_FOLDER: folder,
  };
});

const stored = (store: 'database' | 'volume') =>
  home.rows
    .begin((sql) => storeOf({ store, folder }).list(sql))
    .then((found) => [...found.keys()].toSorted());

async function keep(bytes: Buffer): Promise<string> {
  const of = { book: home.book, person: home.ada.person, most: 2 ** 30 };
  const file = { type: 'application/pdf', bytes, thumbnail: null, width: null, height: null } as const;
  await home.write((sql) =>
    keepReceipt(sql, storeOf({ store: 'database', folder }), of, { name: 'a.pdf', file }),
  );
  return hashOf(bytes);
}

async function command(...args: readonly string[]) {
  const lines: string[] = [];
  const code = await run(args, environment, (line) => lines.push(line));
  return { code, said: lines.join('\n') };
}

describe('moving receipts', () => {
  it('copies each to the other store with a proof, and empties the first when told', async () => {
    const hashes = [await keep(randomBytes(700_000)), await keep(randomBytes(3))].toSorted();
    expect(await command('move', '--to', 'volume')).toMatchObject({
      code: 0,
      said: expect.stringContaining('2 files (700003 bytes) are in the volume'),
    });
    expect([await stored('volume'), await stored('database')]).toEqual([hashes, hashes]);
    environment['UPLOAD_STORE'] = 'volume';
    expect((await command('check')).said).toContain('2 files in the volume have the bytes');
    expect((await command('move', '--to', 'volume', '--empty')).said).toContain(
      'none of them is in the database',
    );
    expect([await stored('volume'), await stored('database')]).toEqual([hashes, []]);
    expect((await command('move', '--to', 'database', '--empty')).code).toBe(0);
    expect([await stored('volume'), await stored('database')]).toEqual([[], hashes]);
  });

  it('says which file is not what its hash says, and leaves the others where they are proven', async () => {
    const [good, bad] = [await keep(randomBytes(10)), await keep(randomBytes(20))];
    await command('move', '--to', 'volume', '--empty');
    await writeFile(join(folder, bad.slice(0, 2), bad), randomBytes(20));
    const { code, said } = await command('move', '--to', 'database', '--empty');
    expect([code, said]).toEqual([1, expect.stringContaining(`lost: ${bad} is in neither`)]);
    expect([await stored('volume'), await stored('database')]).toEqual([[bad], [good]]);
    environment['UPLOAD_STORE'] = 'volume';
    expect(await command('check')).toMatchObject({ code: 1, said: expect.stringContaining(`lost: ${bad}`) });
  });

  it('never takes a changed copy for the file', async () => {
    const hash = await keep(randomBytes(20));
    await command('move', '--to', 'volume');
    await writeFile(join(folder, hash.slice(0, 2), hash), randomBytes(20));
    expect((await command('move', '--to', 'volume', '--empty')).code).toBe(1);
    expect(await stored('database')).toEqual([hash]);
  });
});

describe('checking receipts', () => {
  it('forgets what is lost, with its receipts, when told', async () => {
    const [lost, good] = [await keep(randomBytes(10)), await keep(randomBytes(20))];
    await home.rows`delete from receipt_part where encode(hash, 'hex') = ${lost}`;
    expect(await command('check')).toMatchObject({ code: 1, said: expect.stringContaining(`lost: ${lost}`) });
    expect(await command('check', '--forget')).toMatchObject({
      code: 0,
      said: expect.stringContaining(`lost, and forgotten with its receipts: ${lost}`),
    });
    expect(await home.rows`select encode(hash, 'hex') as hash from receipt`).toEqual([{ hash: good }]);
    expect((await command('check')).code).toBe(0);
  });

  it('names what no receipt has, and removes it when told', async () => {
    const hash = hashOf(Buffer.from('stray'));
    const store = storeOf({ store: 'database', folder });
    await home.rows.begin((sql) => store.put(sql, hash, Buffer.from('stray')));
    expect(await command('check')).toEqual({
      code: 0,
      said: expect.stringContaining(`no receipt has it: ${hash}`),
    });
    expect(await stored('database')).toEqual([hash]);
    expect((await command('check', '--remove')).said).toContain(`removed, as no receipt has it: ${hash}`);
    expect(await stored('database')).toEqual([]);
  });

  it.each([
    [[]],
    [['move']],
    [['move', '--to', 'tape']],
    [['check', '--empty']],
    [['move', '--to', 'volume', '--forget']],
    [['sell']],
  ])('says how it is used: %j', async (args) => {
    await expect(command(...args)).rejects.toThrow(/^usage: npm run receipts/);
  });
});
