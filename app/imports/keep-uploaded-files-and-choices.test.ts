import { createHash, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Money } from '../ledger/entry-to-postings.ts';
import { type Household, household } from '../testing/household.ts';
import { importOf } from '../testing/parsed-statement-and-import-request.ts';
import { opened } from '../testing/start-app.ts';
import { findImport, listImports, rowsOfImport } from './import-history.ts';
import {
  changeDraft,
  type Draft,
  draftBytes,
  dropDraft,
  findDraft,
  isLargeFile,
  keepDraft,
} from './keep-uploaded-files-and-choices.ts';
import { recallAccounts, recallMapping } from './remembered-answers-and-accounts.ts';
import { runImport } from './run-import.ts';

let home: Household;
let bank: Money;
beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank');
});

const bytes = Buffer.from('Date;Text;Amount\n2026-02-03;Kiosk;-1,00\n');
const keep = (file = bytes, choices = {}) =>
  home.write((sql) =>
    keepDraft(sql, home.book, home.ada.person, { name: 'feb\u202e.csv', bytes: file }, choices),
  );
const find = (id: string) => home.read((sql) => findDraft(sql, home.book, home.ada.person, id));
const bytesOf = (draft: Draft | undefined) =>
  home.read((sql) => draftBytes(sql, home.book, draft ?? { id: '', size: 0 }));
const run = (more: object, rows = ['2026-02-03 -1.00 Kiosk']) =>
  home.write((sql) => runImport(sql, home.book, home.ada.person, importOf(bank.id, rows, more)));

describe('a draft', () => {
  it('keeps the file and the choices, once for the same bytes', async () => {
    const id = await keep(bytes, { options: { decimal: ',' } });
    const draft = await find(id);
    expect(draft).toMatchObject({ name: 'feb.csv', choices: { options: { decimal: ',' } } });
    expect(await bytesOf(draft)).toEqual(bytes);
    expect(draft?.sha256).toEqual(createHash('sha256').update(bytes).digest());
    expect(draft?.fingerprint).toMatch(/^csv-/);
    expect(await keep(bytes, { accounts: { '': bank.id } })).toBe(id);
    const change = { rows: [{ statement: 0, row: 0, as: 'add' as const }] };
    expect(await home.write((sql) => changeDraft(sql, home.book, id, change))).toBe(true);
    expect((await find(id))?.choices).toEqual(change);
  });

  it('of several parts is the same bytes again', async () => {
    const large = randomBytes(4 * 2 ** 20 + 3);
    const id = await keep(large);
    expect(Buffer.compare((await bytesOf(await find(id))) ?? Buffer.of(), large)).toBe(0);
    await home.write((sql) => dropDraft(sql, home.book, id));
  });

  it('becomes the import, which keeps no file', async () => {
    const id = await keep(Buffer.from('other bytes'));
    const result = await run({ draft: id });
    expect(result).toMatchObject({ status: 'done', import: id });
    expect(await find(id)).toBeUndefined();
    expect(await home.rows`select bytes from import where id = ${id}`).toEqual([{ bytes: null }]);
    expect(await home.write((sql) => changeDraft(sql, home.book, id, {}))).toBe(false);
    await home.write((sql) => dropDraft(sql, home.book, id));
    expect(await home.read((sql) => findImport(sql, home.book, id))).toMatchObject({ id, name: 'feb.csv' });
  });

  it('is thrown away, and is nobody else’s', async () => {
    const id = await keep(Buffer.from('more bytes'));
    const eve = await home.signedIn('Eve');
    expect(
      await home.database.read(opened(eve), (sql) => findDraft(sql, eve.book, eve.person, id)),
    ).toBeUndefined();
    await home.write((sql) => dropDraft(sql, home.book, id));
    expect(await find(id)).toBeUndefined();
    for (const nonsense of ['', 'x', home.book]) expect(await find(nonsense)).toBeUndefined();
  });
});

it.each([
  ['of many bytes', Buffer.alloc(2 ** 21 + 1), true],
  ['of many short lines', Buffer.from('1;2\n'.repeat(30_001)), true],
  [
    'of as many of both as a request takes',
    Buffer.concat([Buffer.from('1;2\n'.repeat(30_000)), Buffer.alloc(2 ** 21 - 120_000)]),
    false,
  ],
])('a file %s is left to a worker where it is large', (_what, file, isLarge) => {
  expect(isLargeFile(file)).toBe(isLarge);
});

describe('imports', () => {
  it('are listed, newest first, and remember how they were read', async () => {
    const file = { name: 'march.csv', sha256: Buffer.alloc(32, 1), fingerprint: 'csv-march' };
    const options = { dateOrder: 'DMY' };
    const result = await run({ file, options }, ['2026-03-03 -1.00 Kiosk', '2026-03-03 0.00 Check']);
    const id = result.status === 'done' ? result.import : '';
    const list = await home.read((sql) => listImports(sql, home.book, { limit: 1 }));
    expect(list.map(({ name }) => name)).toEqual(['march.csv', 'feb.csv']);
    const older = await home.read((sql) => listImports(sql, home.book, { before: id, limit: 5 }));
    expect(older.map(({ name }) => name)).toEqual(['feb.csv']);
    const rows = await home.read((sql) => rowsOfImport(sql, home.book, id, { limit: 5 }));
    expect(rows).toMatchObject([
      {
        line: 1,
        day: '2026-03-03',
        amountMinor: -100n,
        currency: 'EUR',
        payee: 'Kiosk',
        transaction: expect.any(String),
      },
      { line: 2, amountMinor: 0n, transaction: null },
    ]);
    expect(await home.read((sql) => rowsOfImport(sql, home.book, id, { after: 1, limit: 5 }))).toHaveLength(
      1,
    );
    const recalled = (fingerprint: string) =>
      home.read(async (sql) => [
        await recallMapping(sql, home.book, fingerprint),
        await recallAccounts(sql, home.book, fingerprint),
      ]);
    expect(await recalled('csv-march')).toEqual([{ account: bank.id, options }, { '': bank.id }]);
    expect(await recalled('csv-april')).toEqual([undefined, {}]);
  });
});

describe('answers that are remembered', () => {
  const recalled = (fingerprint: string, into?: string) =>
    home.read((sql) => recallMapping(sql, home.book, fingerprint, into));
  let amount = 0;
  const bring = async (fingerprint: string, more: object) => {
    const file = { name: 'x.csv', sha256: randomBytes(32), fingerprint };
    const { status } = await run({ file, ...more }, [`2026-04-01 -${++amount}.00 Kiosk`]);
    expect(status).toBe('done');
  };

  it('are those about a kind of file, and none about one file alone', async () => {
    const kind = {
      dateOrder: 'DMY',
      flip: true,
      skipWhere: { State: ['FAILED'] },
      amount: 3,
      encoding: 'gbk',
    };
    await bring('csv-kind', { options: { ...kind, skipLines: [5, 6], headerLine: 4, balances: 'ignore' } });
    expect(await recalled('csv-kind')).toEqual({ account: bank.id, options: kind });
    await bring('csv-kind', { options: { headerLine: 0 } });
    expect((await recalled('csv-kind'))?.options).toEqual({ headerLine: 0 });
  });

  it('are about the kind alone where an earlier release kept more', async () => {
    await bring('csv-earlier', { options: {} });
    await home.rows`
      update mapping set choices = '{"options": {"skipLines": [5], "decimal": ","}, "name": ""}' where fingerprint = 'csv-earlier'`;
    expect((await recalled('csv-earlier'))?.options).toEqual({ decimal: ',' });
  });

  it('stay when a program brings such a file, whose account alone is remembered', async () => {
    const other = await home.account('Other');
    const options = { flip: true };
    await bring('csv-program', { options });
    await bring('csv-program', {});
    await bring('csv-program', { accounts: { '': other.id } });
    expect(await recalled('csv-program')).toEqual({ account: bank.id, options });
    expect(await recalled('csv-program', bank.id)).toEqual({ account: bank.id, options });
    expect(await home.read((sql) => recallAccounts(sql, home.book, 'csv-program'))).toEqual({ '': other.id });
  });
});
