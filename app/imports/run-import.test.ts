import { beforeEach, describe, expect, it } from 'vitest';
import type { Row } from '../bank-files/statement.ts';
import { closeAccount } from '../features/accounts/change-close-and-reopen-account.ts';
import type { Entry, Money } from '../ledger/entry-to-postings.ts';
import { joinMove } from '../ledger/join-and-take-apart-moves.ts';
import { findTransaction } from '../ledger/read-transactions-with-postings.ts';
import { undoAct } from '../ledger/undo.ts';
import { deleteTransaction, editTransaction } from '../ledger/write-transaction.ts';
import { databaseStore } from '../receipts/store/database-store.ts';
import { keepReceipt } from '../receipts/store-and-attach-receipts.ts';
import { type Household, household } from '../testing/household.ts';
import { bankRow, importOf, statementOf } from '../testing/parsed-statement-and-import-request.ts';
import { spentOn } from '../testing/spent-entry.ts';
import { opened } from '../testing/start-app.ts';
import { findImport, rowsOfImport } from './import-history.ts';
import type { ImportRequest } from './import-request-types.ts';
import { previewImport } from './preview-import.ts';
import { type ImportResult, runImport } from './run-import.ts';

let home: Household;
let bank: Money;
let food: string;
beforeEach(async () => {
  home = await household();
  bank = await home.account('Bank');
  food = await home.category('Groceries');
});

const preview = (request: ImportRequest) => home.read((sql) => previewImport(sql, home.book, request));
const run = (request: ImportRequest) =>
  home.write((sql) => runImport(sql, home.book, home.ada.person, request));
const bring = (rows: readonly (string | Row)[], more: Partial<ImportRequest> = {}) =>
  run(importOf(bank.id, rows, more));
const undo = (act: string) => home.write((sql) => undoAct(sql, home.book, act));

async function verdicts(rows: readonly (string | Row)[], more: Partial<ImportRequest> = {}) {
  const { statements } = await preview(importOf(bank.id, rows, more));
  return statements.flatMap((one) => one.rows.map(({ verdict }) => verdict));
}

function done(result: ImportResult) {
  if (result.status !== 'done')
    throw new Error(JSON.stringify(result, (_, v) => (typeof v === 'bigint' ? `${v}` : v)));
  return result;
}

/** Rows of an account as `day amount payee`. */
async function booked(account = bank.id) {
  const rows = await home.rows<{ row: string }[]>`
    select concat_ws(' ', t.booked_on, p.amount_minor, nullif(t.payee, '')) as row
    from posting p join transaction t on t.book_id = p.book_id and t.id = p.transaction_id
    where p.account_id = ${account} order by t.booked_on, t.id`;
  return rows.map(({ row }) => row);
}

async function idOf(payee: string) {
  const [row] = await home.rows<{ id: string; version: number }[]>`
    select id, version from transaction where payee = ${payee} order by id limit 1`;
  if (!row) throw new Error(`nobody was paid who is called ${payee}`);
  return row;
}

const find = async (payee: string) => {
  const { id } = await idOf(payee);
  return home.read((sql) => findTransaction(sql, home.book, id));
};

const week = [
  '2026-02-02 -3.00 Bakery',
  '2026-02-03 -2.50 Café',
  '2026-02-03 -2.50 Café',
  '2026-02-05 1000.00 Employer',
];

describe('importing', () => {
  it('brings every row once, twins included, and nothing the second time', async () => {
    expect(await verdicts(week)).toEqual(['new', 'new', 'new', 'new']);
    const { added, preview: told } = done(await bring(week));
    expect([added, told.statements[0]?.sumMinor]).toEqual([4, 99200n]);
    expect(await booked()).toEqual([
      '2026-02-02 -300 Bakery',
      '2026-02-03 -250 Café',
      '2026-02-03 -250 Café',
      '2026-02-05 100000 Employer',
    ]);
    expect(await verdicts(week)).toEqual(['known', 'known', 'known', 'known']);
    expect(await bring(week)).toMatchObject({ status: 'nothing', preview: { sameFile: expect.any(String) } });
    expect(await booked()).toHaveLength(4);
  });

  it('gives each transaction the kind and the state that its lines have', async () => {
    await bring([bankRow('2026-02-02 -3.00 Bakery', { pending: true }), '2026-02-05 1000.00 Employer']);
    const found = await home.rows<{ row: string }[]>`
      select concat_ws(' ', t.payee, t.kind, shape.kind, t.state, string_agg(p.state, ' ' order by p.line)) as row
      from transaction t join transaction_shapes(${home.book}, array(select id from transaction)) shape on shape.id = t.id
        join posting p on p.transaction_id = t.id
      group by t.book_id, t.id, shape.kind order by t.booked_on`;
    expect(found.map(({ row }) => row)).toEqual([
      'Bakery spent spent pending pending cleared',
      'Employer received received cleared cleared cleared',
    ]);
  });

  it('brings of an overlapping file only what is new', async () => {
    await bring(week);
    const next = [...week.slice(1), '2026-02-06 -9.00 Kiosk'];
    expect(await verdicts(next)).toEqual(['known', 'known', 'known', 'new']);
    expect(done(await bring(next)).added).toBe(1);
    expect(await booked()).toHaveLength(5);
  });

  it.each([
    'first',
    'last',
  ])('lists more rows than are written at once in the order of a file whose newest day is %s', async (end) => {
    const days = ['2026-02-03', '2026-02-04'].flatMap((day) =>
      Array.from({ length: 2100 }, (_, row) => `${day} -1.00 Shop ${day.slice(-1)}.${row}`),
    );
    const rows = end === 'first' ? days.toReversed() : days;
    const { import: id } = done(await bring(rows));
    expect((await booked()).map((row) => row.split(' ')[3])).toEqual(days.map((row) => row.split(' ')[3]));
    const kept = await home.read((sql) => rowsOfImport(sql, home.book, id, { limit: 5000 }));
    expect(kept.map(({ payee, line }) => `${line} ${payee}`)).toEqual(
      rows.map((row, at) => `${at + 1} ${row.slice(17)}`),
    );
  });

  it('keeps three rows to which a bank gave one id', async () => {
    const rows = ['-1.00 Fee', '-2.00 Fee', '-1.00 Fee'].map((row) =>
      bankRow(`2026-02-03 ${row}`, { reference: 'X7' }),
    );
    expect(done(await bring(rows)).added).toBe(3);
    expect(await verdicts(rows)).toEqual(['known', 'known', 'known']);
  });

  it('writes rows as a person would: sorted by name, with the day and the texts of the bank', async () => {
    await bring([
      bankRow('2026-02-03 -8.00 Market', { memo: 'Card 12', category: 'Food:Groceries', pending: true }),
      bankRow('2026-02-04 -9.00 Shop', {
        category: 'Nobody knows',
        original: { amountMinor: -1000n, currency: 'USD' },
      }),
      bankRow('2026-02-05 4.00 Market', { category: 'groceries' }),
    ]);
    const rows = await home.rows`
      select t.payee, t.note, t.kind, t.state, t.metadata, p.bank_day, p.state as line, c.name
      from transaction t join posting p on p.transaction_id = t.id and p.account_id = ${bank.id}
        join posting o on o.transaction_id = t.id and o.category_id is not null join category c on c.id = o.category_id
      where t.payee <> '' order by t.booked_on`;
    expect(rows).toEqual([
      {
        payee: 'Market',
        note: 'Card 12',
        kind: 'spent',
        state: 'pending',
        metadata: {},
        bank_day: '2026-02-03',
        line: 'pending',
        name: 'Groceries',
      },
      {
        payee: 'Shop',
        note: '',
        kind: 'spent',
        state: 'cleared',
        metadata: { original: { amountMinor: -1000, currency: 'USD' } },
        bank_day: '2026-02-04',
        line: 'cleared',
        name: 'Not sorted yet',
      },
      {
        payee: 'Market',
        note: '',
        kind: 'spent',
        state: 'cleared',
        metadata: {},
        bank_day: '2026-02-05',
        line: 'cleared',
        name: 'Groceries',
      },
    ]);
    expect(await home.rows`select name from payee order by name`).toEqual([
      { name: 'Market' },
      { name: 'Shop' },
    ]);
  });

  it('books splits, moves and exchanges', async () => {
    const savings = await home.account('Savings');
    const dollars = await home.account('Dollars', { currency: 'USD' });
    const moved = (account: string, amountMinor: bigint, currency = 'EUR') => ({
      account,
      amountMinor,
      currency,
    });
    const result = await bring(
      [
        bankRow('2026-02-03 -10.00 Market', {
          splits: [
            { category: 'Groceries', amountMinor: -700n, memo: 'bread' },
            { movedTo: moved('Sparbuch', 300n), amountMinor: -300n, memo: 'rest' },
          ],
        }),
        bankRow('2026-02-04 -50.00', { movedTo: moved('Sparbuch', 5000n) }),
        bankRow('2026-02-05 -90.00', { movedTo: moved('USD', 10000n, 'USD') }),
        bankRow('2026-02-06 -20.00', { movedTo: moved('Sparbuch', 1900n) }),
        bankRow('2026-02-07 -20.00 Stranger', { movedTo: moved('DE99', 2000n) }),
      ],
      { accounts: { '': bank.id, Sparbuch: savings.id, USD: dollars.id, DE99: null } },
    );
    expect(result.status).toBe('done');
    expect(await booked(savings.id)).toEqual(['2026-02-03 300 Market', '2026-02-04 5000', '2026-02-06 1900']);
    expect(await booked(dollars.id)).toEqual(['2026-02-05 10000']);
    const kinds = await home.rows`select kind, note from transaction order by booked_on`;
    expect(kinds.map((row) => row['kind'])).toEqual(['spent', 'moved', 'moved', 'moved', 'spent']);
    const notes = await home.rows`select note from posting where note <> '' order by note`;
    expect(notes).toEqual([{ note: 'bread' }, { note: 'rest' }]);
  });

  it('takes an amount of zero as read, and books nothing', async () => {
    const rows = ['2026-02-03 0.00 Card check', '2026-02-03 -1.00 Kiosk'];
    expect(done(await bring(rows)).added).toBe(2);
    expect(await booked()).toEqual(['2026-02-03 -100 Kiosk']);
    expect(await verdicts(rows)).toEqual(['known', 'known']);
  });

  it('lists the rows of a day in the order of the file, whichever end it begins at', async () => {
    await bring(['2026-02-03 -1.00 First', '2026-02-03 -2.00 Second', '2026-02-04 -3.00 Third']);
    await bring(['2026-03-04 -3.00 third', '2026-03-03 -2.00 second', '2026-03-03 -1.00 first']);
    const amounts = (await booked()).map((row) => row.split(' ')[1]);
    expect(amounts).toEqual(['-100', '-200', '-300', '-100', '-200', '-300']);
  });

  it('refuses all of a file for one thing that is wrong, and says where', async () => {
    const dollars = await home.account('Dollars', { currency: 'USD' });
    const closed = await home.account('Closed');
    await home.write((sql) => closeAccount(sql, home.book, closed.id, '2026-01-01'));
    const row = '2026-02-03 -1.00 Kiosk';
    const refused = async (request: ImportRequest) => {
      const result = await run(request);
      expect((await preview(request)).problems).toEqual('problems' in result ? result.problems : []);
      return 'problems' in result ? result.problems : result;
    };
    const at = { statement: 0, row: null };
    expect(await refused(importOf(dollars.id, [row]))).toEqual([
      { why: 'currency', statement: 0, row: 0, name: 'Dollars' },
    ]);
    expect(await refused(importOf(closed.id, [row]))).toEqual([
      { why: 'closed account', ...at, name: 'Closed' },
    ]);
    expect(await refused(importOf(home.book, [row]))).toEqual([{ why: 'unknown account', ...at }]);
    expect(await refused(importOf(bank.id, [row], { accounts: {} }))).toEqual([{ why: 'no account', ...at }]);
    const asked = { statements: [statementOf([], { status: 'ask', account: 'Giro' })] };
    expect(await refused(importOf(bank.id, [], asked))).toEqual([{ why: 'not ready', ...at, name: 'Giro' }]);
    const split = bankRow('2026-02-04 -9.00 Market', { splits: [{ amountMinor: -8n, memo: '' }] });
    expect(await refused(importOf(bank.id, [row, split]))).toEqual([
      { why: 'split sum', statement: 0, row: 1 },
    ]);
    const choices = [
      { statement: 0, row: 5, as: 'add' as const },
      { statement: 0, row: 0, as: 'replace' as const },
    ];
    expect(await refused(importOf(bank.id, [row], { choices }))).toEqual([
      { why: 'bad choice', statement: 0, row: 5 },
      { why: 'bad choice', statement: 0, row: 0 },
    ]);
    expect(await booked()).toEqual([]);
    expect(await home.rows`select from import`).toEqual([]);
  });

  it('reads several accounts of a file, and leaves out what it is told to', async () => {
    const card = await home.account('Card');
    const statements = [
      statementOf(['2026-02-03 -1.00 Kiosk'], { account: '1' }),
      statementOf(['2026-02-03 -1.00 Kiosk', '2026-02-04 -2.00 Kiosk'], { account: '2' }),
      statementOf(['2026-02-03 -7.00 Other'], { account: '3' }),
    ];
    const request = importOf('', [], { statements, accounts: { 1: bank.id, 2: card.id, 3: null } });
    const result = done(await run(request));
    expect(result.added).toBe(3);
    expect([await booked(), await booked(card.id)].map((rows) => rows.length)).toEqual([1, 2]);
    const entry = await home.read((sql) => findImport(sql, home.book, result.import));
    expect(entry).toMatchObject({
      name: 'february.csv',
      state: 'done',
      person: 'Ada',
      act: result.act,
      statements: [
        { accountName: 'Bank', added: 1, sumMinor: -100n, firstDay: '2026-02-03' },
        { accountName: 'Card', added: 2, sumMinor: -300n, lastDay: '2026-02-04', currency: 'EUR' },
      ],
    });
  });

  it('tells twins of two statements of one account apart', async () => {
    const same = ['2026-02-03 -1.00 Kiosk'];
    const statements = [statementOf(same, { account: '1' }), statementOf(same, { account: '2' })];
    const request = importOf('', [], { statements, accounts: { 1: bank.id, 2: bank.id } });
    expect(done(await run(request)).added).toBe(2);
    expect(await run(request)).toMatchObject({ status: 'nothing' });
  });

  it("compares the file's balance with that of the book", async () => {
    await home.enter(spentOn(bank, food, 500n, { bookedOn: '2026-01-30' }));
    const statements = [
      statementOf(['2026-02-03 -1.00 Kiosk', bankRow('2026-02-04 -2.00 Later', { pending: true })], {
        closingMinor: -600n,
      }),
    ];
    const told = await preview(importOf(bank.id, [], { statements }));
    expect(told.statements[0]?.balance).toEqual({ fileMinor: -600n, oursMinor: -500n, afterMinor: -600n });
  });

  it('gives one import to two that bring the same file at once', async () => {
    const results = await Promise.all([bring(week), bring(week), bring(week)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['done', 'nothing', 'nothing']);
    expect(await booked()).toHaveLength(4);
    expect(await home.rows`select from import`).toHaveLength(1);
  });

  it('leaves nothing behind where it is killed in the middle', async () => {
    const killed = home.write(async (sql) => {
      await runImport(sql, home.book, home.ada.person, importOf(bank.id, week));
      const [me] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
      await home.rows`select pg_terminate_backend(${me?.pid ?? 0})`;
      await sql`select 1`;
    });
    await expect(killed).rejects.toThrow();
    expect(await booked()).toEqual([]);
    for (const table of ['import', 'import_row', 'act', 'payee'])
      expect(
        await home.rows`select from ${home.rows(table)} where book_id = ${home.book} ${table === 'act' ? home.rows`and kind = 'import'` : home.rows``}`,
      ).toEqual([]);
    expect((await bring(week)).status).toBe('done');
  });

  it('shows nothing of it to another book', async () => {
    const { import: id } = done(await bring(week));
    const eve = await home.signedIn('Eve');
    const seen = await home.database.read(opened(eve), async (sql) => [
      await findImport(sql, home.book, id),
      await rowsOfImport(sql, home.book, id, { limit: 10 }),
      [...(await sql`select from import`), ...(await sql`select from mapping`)],
    ]);
    expect(seen).toEqual([undefined, [], []]);
  });
});

describe('rows that were deleted by hand', () => {
  it('stay away, and come back by a choice', async () => {
    await bring(week);
    const { id, version } = await idOf('Bakery');
    await home.write((sql) => deleteTransaction(sql, home.book, id, version));
    expect(await verdicts(week)).toEqual(['deleted', 'known', 'known', 'known']);
    expect((await bring(week)).status).toBe('nothing');
    expect((await bring(week, { similar: 'add' })).status).toBe('nothing');
    const choices = [{ statement: 0, row: 0, as: 'add' as const }];
    expect(done(await bring(week, { choices })).added).toBe(1);
    expect(await booked()).toHaveLength(4);
  });

  it('are known again once the deletion is undone', async () => {
    await bring(week);
    const { id, version } = await idOf('Bakery');
    await home.write((sql) => deleteTransaction(sql, home.book, id, version));
    const [act] = await home.rows<{ id: string }[]>`select id from act order by id desc limit 1`;
    await undo(act?.id ?? '');
    expect(await verdicts(week)).toEqual(['known', 'known', 'known', 'known']);
  });
});

describe('rows that look similar', () => {
  const typed = (amount: bigint, more: object = {}) =>
    home.enter(spentOn(bank, food, amount, { bookedOn: '2026-02-01', payee: 'Baker', ...more }));

  it('do not go in unless they are ticked', async () => {
    await typed(300n);
    const told = await preview(importOf(bank.id, week));
    expect(told.statements[0]?.counts).toEqual({ new: 3, known: 0, similar: 1, deleted: 0 });
    expect(told.statements[0]?.rows[0]).toEqual({
      verdict: 'similar',
      goesIn: false,
      like: {
        ...{
          why: 'amount',
          transaction: expect.any(String),
          day: '2026-02-01',
          payee: 'Baker',
          amountMinor: -300n,
        },
        ...{ isByHand: true, canReplace: true },
      },
    });
    expect(done(await bring(week)).added).toBe(3);
    const choices = [{ statement: 0, row: 0, as: 'add' as const }];
    expect(done(await bring(week, { choices })).added).toBe(1);
    expect(await verdicts(week)).toEqual(['known', 'known', 'known', 'known']);
  });

  it('can take the place of what was typed, which keeps what a person wrote', async () => {
    await typed(300n);
    const choices = [{ statement: 0, row: 0, as: 'replace' as const }];
    const result = done(await bring(week, { choices }));
    expect([result.added, result.replaced]).toEqual([3, 1]);
    expect(await find('Baker')).toMatchObject({
      bookedOn: '2026-02-01',
      version: 2,
      postings: [{ bankDay: '2026-02-02', state: 'cleared' }, { category: food }],
    });
    expect(await verdicts(week)).toEqual(['known', 'known', 'known', 'known']);
    await undo(result.act);
    expect(await find('Baker')).toMatchObject({ postings: [{ bankDay: null }, {}] });
    expect(await verdicts(week)).toEqual(['similar', 'new', 'new', 'new']);
  });

  it('are paired one to one, on a near day', async () => {
    await typed(250n);
    expect(await verdicts(week)).toEqual(['new', 'similar', 'new', 'new']);
    await typed(250n, { bookedOn: '2026-02-07' });
    expect(await verdicts(week)).toEqual(['new', 'similar', 'similar', 'new']);
    await typed(100000n);
    await typed(300n, { bookedOn: '2026-01-28' });
    expect(await verdicts(week)).toEqual(['new', 'similar', 'similar', 'new']);
  });

  it('are those of another format of the same statement', async () => {
    await bring(week);
    const ofx = week.map((row, index) =>
      bankRow(row.replace(/ \S+$/, ' POS 77'), { reference: `F${index}` }),
    );
    const file = { ...importOf(bank.id, ofx).file, fingerprint: 'ofx' };
    expect(await verdicts([...ofx, '2026-02-05 -4.00 New'], { file })).toEqual([
      ...['similar', 'similar', 'similar', 'similar', 'new'],
    ]);
    const more = [...ofx, bankRow('2026-02-03 -2.50 POS 77', { reference: 'F9' })];
    expect(await verdicts(more, { file })).toEqual([...Array(4).fill('similar'), 'new']);
  });

  it('are those whose text or id the bank changed', async () => {
    await bring(week);
    const [, ...rest] = week;
    expect(await verdicts(['2026-02-02 -3.00 Bakery on the corner', ...rest])).toEqual([
      ...['similar', 'known', 'known', 'known'],
    ]);
    const within = week.map((row) => (row.startsWith('2026-02-03') ? `${row} 2` : row));
    expect(await verdicts(within)).toEqual(['known', 'similar', 'similar', 'known']);
  });

  it('are twins on a day that two files cut', async () => {
    await bring(['2026-02-02 -3.00 Bakery', '2026-02-03 -2.50 Café']);
    const rest = ['2026-02-03 -2.50 Café', '2026-02-03 -3.00 Kiosk', '2026-02-04 -1.00 Kiosk'];
    const told = await preview(importOf(bank.id, rest));
    expect(told.statements[0]?.rows.map(({ verdict, like }) => [verdict, like?.why])).toEqual([
      ['similar', 'cut'],
      ['new', undefined],
      ['new', undefined],
    ]);
    const choices = [{ statement: 0, row: 0, as: 'add' as const }];
    expect(done(await bring(rest, { choices })).added).toBe(3);
    const whole = ['2026-02-02 -3.00 Bakery', '2026-02-03 -2.50 Café', ...rest];
    expect(await verdicts(whole)).toEqual(Array(5).fill('known'));
    expect(await verdicts(rest)).toEqual(Array(3).fill('known'));
  });
});

describe('rows that were announced', () => {
  const announced = bankRow('2026-02-05 -12.00 PENDING SHOP', { pending: true });
  const bookedForm = ({ pending: _, ...row }: Row): Row => row;
  const booked7 = bankRow('2026-02-07 -12.00 Shop 24', { memo: 'Card 12' });

  it('are proposed as one with the booked row, which takes their place by one press', async () => {
    await bring([...week.slice(0, 3), announced]);
    const later = [...week.slice(0, 3), booked7];
    const told = await preview(importOf(bank.id, later));
    expect(told.statements[0]?.rows[3]).toMatchObject({
      verdict: 'similar',
      goesIn: false,
      like: { why: 'pending', isByHand: false },
    });
    const before = await idOf('PENDING SHOP');
    const result = done(await bring(later, { choices: [{ statement: 0, row: 3, as: 'replace' }] }));
    expect(await find('Shop 24')).toMatchObject({
      id: before.id,
      bookedOn: '2026-02-07',
      note: 'Card 12',
      state: 'cleared',
      postings: [{ bankDay: '2026-02-07', amount: -1200n }, {}],
    });
    expect(await verdicts([...later, announced])).toEqual(Array(5).fill('known'));
    expect(await undo(result.act)).toMatchObject({ count: 1, left: [] });
    expect(await find('PENDING SHOP')).toMatchObject({ bookedOn: '2026-02-05', state: 'pending' });
    expect((await verdicts(later))[3]).toBe('similar');
  });

  it('are proposed in the same way where day, text and amount stay, and known where the file has them pending', async () => {
    const same = bookedForm(announced);
    await bring([...week.slice(0, 3), announced]);
    const before = await idOf('PENDING SHOP');
    expect(await verdicts([...week.slice(0, 3), announced])).toEqual(Array(4).fill('known'));
    const later = [...week.slice(0, 3), same, '2026-02-09 -1.00 Kiosk'];
    const told = await preview(importOf(bank.id, later));
    expect(told.statements[0]?.rows[3]).toMatchObject({
      verdict: 'similar',
      goesIn: false,
      like: { why: 'pending', transaction: before.id, canReplace: true },
    });
    expect(done(await bring(later, { similar: 'add' })).added).toBe(1);
    expect(await find('PENDING SHOP')).toMatchObject({ state: 'pending' });

    const choices = [{ statement: 0, row: 3, as: 'replace' as const }];
    const result = done(await bring(later, { choices }));
    expect(result).toMatchObject({ added: 0, replaced: 1 });
    expect(await find('PENDING SHOP')).toMatchObject({ id: before.id, state: 'cleared' });
    expect(await verdicts(later)).toEqual(Array(5).fill('known'));
    expect(await bring(later, { choices })).toMatchObject({ status: 'nothing' });
    expect(await verdicts([...week.slice(0, 3), announced])).toEqual(Array(4).fill('known'));
    expect(await verdicts([...later.slice(0, 4), same, '2026-02-09 -1.00 Kiosk'])).toEqual([
      ...['known', 'known', 'known', 'known', 'new', 'known'],
    ]);

    const gone = await undo(result.act);
    expect(gone).toMatchObject({ count: 1, left: [] });
    expect(await find('PENDING SHOP')).toMatchObject({ id: before.id, state: 'pending' });
    expect((await verdicts(later))[3]).toBe('similar');
    expect(await undo(gone.act ?? '')).toMatchObject({ count: 1, left: [] });
    expect(await find('PENDING SHOP')).toMatchObject({ id: before.id, state: 'cleared' });
    expect(await verdicts(later)).toEqual(Array(5).fill('known'));
  });

  it('are known once a person has cleared them', async () => {
    await bring([...week.slice(0, 3), announced]);
    await home.rows`update posting set state = 'cleared' where account_id = ${bank.id}`;
    expect(await verdicts([...week.slice(0, 3), bookedForm(announced)])).toEqual(Array(4).fill('known'));
  });

  it('are found as half of a move that a person has joined', async () => {
    const savings = await home.account('Savings');
    const waiting = bankRow('2026-02-05 12.00 From savings', { pending: true });
    await bring([...week.slice(0, 3), waiting]);
    await run(importOf(savings.id, ['2026-02-06 -12.00 To bank']));
    const [from, to] = [await idOf('To bank'), await idOf('From savings')];
    await home.write((sql) => joinMove(sql, home.book, from, to));
    const later = [...week.slice(0, 3), bookedForm(waiting)];
    const told = await preview(importOf(bank.id, later));
    expect(told.statements[0]?.rows[3]).toMatchObject({ verdict: 'similar', like: { why: 'pending' } });
    await bring(later, { choices: [{ statement: 0, row: 3, as: 'replace' }] });
    const states = await home.rows`select distinct state from posting where account_id = ${bank.id}`;
    expect(states).toEqual([{ state: 'cleared' }]);
    expect(await verdicts(later)).toEqual(Array(4).fill('known'));
  });

  it('keep what a person made of them', async () => {
    await bring([announced]);
    const { id } = await idOf('PENDING SHOP');
    const edited = {
      ...spentOn(bank, food, 1200n, { payee: 'Mine', bookedOn: '2026-02-05', note: 'for Eve' }),
    } as Entry;
    await home.write((sql) => editTransaction(sql, home.book, id, 1, edited));
    await bring([booked7], { choices: [{ statement: 0, row: 0, as: 'replace' }] });
    expect(await find('Mine')).toMatchObject({
      ...{ bookedOn: '2026-02-07', note: 'for Eve', state: 'cleared' },
      postings: [{}, { category: food }],
    });
  });
});

describe('undoing an import', () => {
  it('takes exactly what nobody changed, names the rest, and forgets the keys of what it takes', async () => {
    const result = done(await bring(week));
    const { id } = await idOf('Bakery');
    await home.write((sql) =>
      editTransaction(
        sql,
        home.book,
        id,
        1,
        spentOn(bank, food, 300n, { payee: 'My bakery', bookedOn: '2026-02-02' }),
      ),
    );
    expect(await undo(result.act)).toMatchObject({ count: 3, left: [{ title: 'Bakery', why: 'edited' }] });
    expect(await booked()).toEqual(['2026-02-02 -300 My bakery']);
    expect(await verdicts(week)).toEqual(['known', 'new', 'new', 'new']);
    const entry = await home.read((sql) => findImport(sql, home.book, result.import));
    expect(entry?.state).toBe('undone');
    expect(done(await bring(week)).added).toBe(3);
  });

  it('can be undone itself, and that too', async () => {
    const result = done(await bring(week));
    const before = await booked();
    const act = async () => (await home.read((sql) => findImport(sql, home.book, result.import)))?.act ?? '';
    for (const [state, rows] of [
      ['undone', []],
      ['done', before],
      ['undone', []],
      ['done', before],
    ] as const) {
      expect(await undo(await act())).toMatchObject({ count: 4, left: [] });
      expect(await booked()).toEqual(rows);
      expect(await verdicts(week)).toEqual(Array(4).fill(rows.length === 0 ? 'new' : 'known'));
      expect(await home.read((sql) => findImport(sql, home.book, result.import))).toMatchObject({ state });
    }
  });

  it('brings back only what no other import has brought meanwhile', async () => {
    const result = done(await bring(week));
    const gone = await undo(result.act);
    await bring(week.slice(0, 2));
    expect(await undo(gone.act ?? '')).toMatchObject({
      count: 2,
      left: [
        { title: 'Bakery', why: 'there' },
        { title: 'Café', why: 'there' },
      ],
    });
    expect(await booked()).toHaveLength(4);
    expect(await verdicts(week)).toEqual(Array(4).fill('known'));
  });

  it('takes what the act of the import itself changed once more, such as rules', async () => {
    const result = await home.write(async (sql) => {
      const first = done(await runImport(sql, home.book, home.ada.person, importOf(bank.id, week)));
      const [row] = await sql<{ id: string }[]>`select id from transaction where payee = 'Bakery'`;
      const sorted = spentOn(bank, food, 300n, { payee: 'Bakery', bookedOn: '2026-02-02' });
      await editTransaction(sql, home.book, row?.id ?? '', 1, sorted);
      return first;
    });
    const gone = await undo(result.act);
    expect(gone).toMatchObject({ count: 4, left: [] });
    expect(await booked()).toEqual([]);
    expect(await undo(gone.act ?? '')).toMatchObject({ count: 4, left: [] });
    expect(await find('Bakery')).toMatchObject({ postings: [{}, { category: food }] });
  });

  it('takes turns with an import that brings the same rows meanwhile', async () => {
    const gone = await undo(done(await bring(week)).act);
    const [back, again] = await Promise.all([undo(gone.act ?? ''), bring(week)]);
    const added = again.status === 'done' ? again.added : 0;
    expect([back.count + added, back.left.length]).toEqual([4, added]);
    expect(await booked()).toHaveLength(4);
    expect(await verdicts(week)).toEqual(Array(4).fill('known'));
  });

  it('leaves alone what was deleted by hand, which stays away', async () => {
    const result = done(await bring(week));
    const { id, version } = await idOf('Bakery');
    await home.write((sql) => deleteTransaction(sql, home.book, id, version));
    expect(await undo(result.act)).toMatchObject({ count: 3, left: [] });
    expect(await verdicts(week)).toEqual(['deleted', 'new', 'new', 'new']);
  });

  it('names and leaves a row that got a receipt since', async () => {
    const result = done(await bring(['2026-02-02 -3.00 Bakery', '2026-02-03 -4.00 Cinema']));
    const { id: transaction } = await idOf('Bakery');
    const bytes = Buffer.from('%PDF-1.4 of the bakery');
    const file = { type: 'application/pdf', bytes, thumbnail: null, width: null, height: null } as const;
    const place = { book: home.book, person: home.ada.person, most: 2 ** 20, transaction };
    const name = 'bill.pdf';
    await home.write((sql) => keepReceipt(sql, databaseStore(), place, { name, file }));
    expect(await undo(result.act)).toMatchObject({ count: 1, left: [{ title: 'Bakery', why: 'edited' }] });
    expect(await booked()).toEqual(['2026-02-02 -300 Bakery']);
  });

  it('names and leaves what is on an account that was closed since', async () => {
    const result = done(await bring(['2026-02-02 -3.00 Bakery', '2026-02-03 3.00 Bakery']));
    await home.write((sql) => closeAccount(sql, home.book, bank.id, '2026-02-28'));
    expect(await undo(result.act)).toMatchObject({
      act: null,
      count: 0,
      left: [{ why: 'closed' }, { why: 'closed' }],
    });
  });
});
