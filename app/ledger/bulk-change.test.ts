import { beforeAll, describe, expect, it } from 'vitest';
import { closeAccount } from '../features/accounts/change-close-and-reopen-account.ts';
import { type Household, household } from '../testing/household.ts';
import { spentOn } from '../testing/spent-entry.ts';
import { type Account, accountById } from './accounts.ts';
import { type BulkChange, type Chosen, changeInBulk, MatchingChanged } from './bulk-change.ts';
import { countMatching } from './count-and-lock-matches.ts';
import type { Entry, Money } from './entry-to-postings.ts';
import { type Category, categoriesOf } from './list-categories-with-shown-names.ts';
import { findTransaction } from './read-transactions-with-postings.ts';
import { undoAct } from './undo.ts';
import { addTransaction, deleteTransaction, editTransaction } from './write-transaction.ts';

let home: Household;
let bank: Money;
let purse: Money;
let food: string;
let rows: Record<string, string>;

beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank');
  purse = await home.account('Purse');
  food = await home.category('Groceries');
});

const spent = (amount: bigint, more: Partial<Entry> = {}) =>
  spentOn(bank, food, amount, more as object) as Entry;
const find = (id: string) => home.read((sql) => findTransaction(sql, home.book, id));
const category = async (name: string, kind = 'spent') =>
  (await home.read((sql) => categoriesOf(sql, home.book))).find(
    (one) => one.name === name && one.kind === kind,
  ) as Category;
const account = async ({ id }: Money) =>
  (await home.read((sql) => accountById(sql, home.book, id))) as Account;
const change = (chosen: Chosen, what: BulkChange) =>
  home.write((sql) => changeInBulk(sql, home.book, chosen, what));
const ticked = (...ids: string[]): Chosen => ({ rows: ids.map((id) => ({ id, version: 1 })) });
const undo = (act: string) => home.write((sql) => undoAct(sql, home.book, act));
const seen = async (text: string) => {
  const matching = { text };
  const now = await home.read((sql) => countMatching(sql, home.book, matching));
  return { matching, seen: now ?? { count: -1, mark: '' } };
};

describe('one change to many rows', () => {
  it('is one act, and undone and done again as one', async () => {
    const ids = [await home.enter(spent(100n)), await home.enter(spent(200n))];
    const before = await Promise.all(ids.map(find));
    const presents = await category('Presents');
    const { act, count, kept } = await change(ticked(...ids), { what: 'category', category: presents });
    expect([count, kept]).toEqual([2, []]);
    for (const id of ids)
      expect(await find(id)).toMatchObject({ version: 2, postings: [{}, { category: presents.id }] });
    const undone = await undo(act);
    expect(undone).toMatchObject({ count: 2, left: [] });
    expect(await Promise.all(ids.map(find))).toEqual(before.map((one) => ({ ...one, version: 3 })));
    await undo(undone.act ?? '');
    expect((await find(ids[0] ?? ''))?.postings[1]?.category).toBe(presents.id);
  });

  it('leaves rows that have it already without a new version, and writes nothing for them alone', async () => {
    const [one, other] = [await home.enter(spent(1n)), await home.enter(spent(2n, { payee: 'Baker' }))];
    const named = await change(ticked(one, other), { what: 'payee', payee: 'BAKER' });
    expect(named).toMatchObject({ count: 1, kept: [] });
    expect(await find(other)).toMatchObject({ payee: 'Baker', version: 1 });
    expect(await change(ticked(other), { what: 'payee', payee: 'Baker' })).toEqual({
      act: '',
      count: 0,
      kept: [],
    });
  });

  it('records each row as if it were changed alone', async () => {
    const id = await home.enter(spent(100n, { tags: ['Holiday', 'Work'], note: 'as recorded' }));
    const [row] = await home.read(
      (sql) => sql<{ one: object; many: object }[]>`
        select transaction_document(${id}) as one, document as many
        from transaction_documents(${home.book}, array[${id}]::uuid[])`,
    );
    expect(row?.many).toEqual(row?.one);
  });

  it('deletes, and brings back', async () => {
    const ids = [await home.enter(spent(100n)), await home.enter(spent(200n))];
    const { act } = await change(ticked(...ids), { what: 'delete' });
    expect(await Promise.all(ids.map(find))).toEqual([undefined, undefined]);
    await undo(act);
    expect(await Promise.all(ids.map(find))).toMatchObject([{ version: 2 }, { version: 2 }]);
  });

  it('puts rows on another account, where the bank has not booked them', async () => {
    const id = await home.enter(spent(100n, { account: { ...bank, bankDay: '2025-11-24' } } as object));
    await change(ticked(id), { what: 'account', account: await account(purse) });
    expect((await find(id))?.postings[0]).toMatchObject({ account: purse.id, bankDay: null, amount: -100n });
  });

  it('clears both sides of a move, or the one of the account that was listed', async () => {
    const move = {
      kind: 'moved',
      from: { ...bank, state: 'pending' },
      to: { ...purse, state: 'pending' },
      amount: 5n,
      arrives: 5n,
    } as const;
    const [both, one] = [await home.enter(move), await home.enter(move)];
    await change(ticked(both), { what: 'cleared' });
    await change(ticked(one), { what: 'cleared', on: purse.id });
    expect(await find(both)).toMatchObject({
      state: 'cleared',
      postings: [{ state: 'cleared' }, { state: 'cleared' }],
    });
    expect(await find(one)).toMatchObject({
      state: 'pending',
      postings: [{ state: 'pending' }, { state: 'cleared' }],
    });
  });
});

describe('rows that cannot take a change', () => {
  beforeAll(async () => {
    const dollars = await home.account('Dollars', { currency: 'USD' });
    const shut = await home.account('Shut');
    const salary = await home.category('Salary');
    const line = (id: string, amount: bigint) => ({ category: id, amount, note: '' });
    rows = {
      plain: await home.enter(spent(100n)),
      split: await home.enter(spent(0n, { lines: [line(food, 1n), line(food, 2n)] } as object)),
      moved: await home.enter({ kind: 'moved', from: bank, to: purse, amount: 1n, arrives: 1n }),
      opening: await home.enter({ kind: 'opening', account: bank, amount: 7n }),
      received: await home.enter({ kind: 'received', account: bank, lines: [line(salary, 9n)] }),
      dollars: await home.enter(spent(1n, { account: dollars } as object)),
      early: await home.enter(spent(1n, { bookedOn: '2019-01-01' })),
      closed: await home.enter(spent(1n, { account: shut } as object)),
      reconciled: await home.enter(spent(1n)),
    };
    await home.enter(spent(-1n, { account: shut } as object));
    await home.write((sql) => closeAccount(sql, home.book, shut.id, '2025-12-31'));
    await home.rows`
      update posting set state = 'reconciled' where transaction_id = ${rows['reconciled'] ?? ''} and account_id is not null`;
  });

  it.each<[string, () => Promise<BulkChange>, Record<string, string>]>([
    [
      'a category',
      async () => ({ what: 'category', category: await category('Presents') }),
      { split: 'split', moved: 'moved', opening: 'opening', received: 'received' },
    ],
    [
      'a category of what is received',
      async () => ({ what: 'category', category: await category('Salary', 'received') }),
      {
        ...{ plain: 'spent', dollars: 'spent', early: 'spent', closed: 'spent', reconciled: 'spent' },
        ...{ split: 'split', moved: 'moved', opening: 'opening' },
      },
    ],
    [
      'an account',
      async () => ({ what: 'account', account: await account(purse) }),
      {
        ...{ moved: 'moved', opening: 'opening', dollars: 'currency', early: 'early', closed: 'closed' },
        reconciled: 'reconciled',
      },
    ],
    ['pending', async () => ({ what: 'pending' }), { reconciled: 'reconciled' }],
    ['cleared', async () => ({ what: 'cleared' }), {}],
    ['a payee', async () => ({ what: 'payee', payee: 'All alike' }), {}],
    ['deletion', async () => ({ what: 'delete' }), { closed: 'closed', reconciled: 'reconciled' }],
  ])('%s: they stay, with the reason', async (_what, what, expected) => {
    const found = await home.rows<{ id: string; version: number }[]>`
      select id, version from transaction where id = any(${Object.values(rows)}::uuid[])`;
    const { act, kept } = await change({ rows: [...found] }, await what());
    const reasons = kept.flatMap(({ why, ids }) =>
      ids.map((id) => [Object.keys(rows).find((name) => rows[name] === id), why]),
    );
    expect(Object.fromEntries(reasons)).toEqual(expected);
    expect(kept.reduce((sum, one) => sum + one.count, 0)).toBe(Object.keys(expected).length);
    if (act === '') return;
    const { left } = await undo(act);
    expect(left.filter(({ why }) => why !== 'closed')).toEqual([]);
  });

  it('are those that somebody changed or deleted since, too, and those of another book', async () => {
    const eve = await home.signedIn('Eve');
    const [same, edited, gone] = [
      await home.enter(spent(1n)),
      await home.enter(spent(2n)),
      await home.enter(spent(3n)),
    ];
    await home.write((sql) => editTransaction(sql, home.book, edited, 1, spent(22n)));
    await home.write((sql) => deleteTransaction(sql, home.book, gone, 1));
    const foreign = await home.rows.begin(async (sql) => {
      await sql`set local session_replication_role = replica`; // a row without lines will do
      const [row] = await sql<{ id: string }[]>`
        insert into transaction (book_id, booked_on, kind) values (${eve.book}, '2025-01-01', 'spent') returning id`;
      return row?.id ?? '';
    });
    const done = await change(ticked(same, edited, gone, foreign), {
      what: 'payee',
      payee: 'Shop',
    });
    expect(done).toMatchObject({
      count: 1,
      kept: [
        { why: 'changed', count: 1, ids: [edited] },
        { why: 'gone', count: 2, ids: [] },
      ],
    });
  });
});

describe('all rows that a filter matches', () => {
  it('are changed, when they are those that were seen', async () => {
    for (const amount of [1n, 2n, 3n]) await home.enter(spent(amount, { payee: 'Kiosk' }));
    const chosen = await seen('kiosk');
    expect(chosen.seen.count).toBe(3);
    expect(await change(chosen, { what: 'pending' })).toMatchObject({ count: 3, kept: [] });
  });

  it.each<[string, (id: string) => Promise<unknown>, number]>([
    ['one more', () => home.enter(spent(1n, { payee: 'Newsagent' })), 2],
    ['one fewer', (id) => home.write((sql) => deleteTransaction(sql, home.book, id, 1)), 0],
    [
      'as many, of which one was changed',
      (id) =>
        home.write((sql) =>
          editTransaction(sql, home.book, id, 1, spent(5n, { payee: 'Newsagent', note: 'mine' })),
        ),
      1,
    ],
  ])('are not when there are %s by now', async (_what, meanwhile, count) => {
    await home.write(
      async (sql) => sql`delete from transaction where payee = 'Newsagent' and book_id = ${home.book}`,
    );
    const id = await home.write((sql) =>
      addTransaction(sql, home.book, home.ada.person, spent(1n, { payee: 'Newsagent' })),
    );
    const chosen = await seen('newsagent');
    await meanwhile(id);
    const refused = await change(chosen, { what: 'delete' }).catch((error) => error);
    expect(refused).toBeInstanceOf(MatchingChanged);
    expect(refused.now.count).toBe(count);
    expect((await seen('newsagent')).seen).toEqual(refused.now);
  });
});
