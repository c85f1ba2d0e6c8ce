import { beforeEach, describe, expect, it } from 'vitest';
import type { Row } from '../bank-files/statement.ts';
import type { Money } from '../ledger/entry-to-postings.ts';
import { applyToBook, markOf } from '../ledger/rules/apply-to-book.ts';
import type { Action, Condition } from '../ledger/rules/rule-types.ts';
import { rulesOf } from '../ledger/rules/rules-of-book.ts';
import { rowsThatChange } from '../ledger/rules/transactions-to-change.ts';
import { addRule } from '../ledger/rules/write-rules.ts';
import { undoAct } from '../ledger/undo.ts';
import { type Household, household } from '../testing/household.ts';
import { bankRow, importOf } from '../testing/parsed-statement-and-import-request.ts';
import { spentOn } from '../testing/spent-entry.ts';
import { runImport } from './run-import.ts';

let home: Household;
let bank: Money;
let savings: Money;
let food: string;
let presents: string;
let holiday: string;

beforeEach(async () => {
  home = await household();
  [bank, savings] = [await home.account('Bank'), await home.account('Savings')];
  [food, presents] = [await home.category('Groceries'), await home.category('Presents')];
  await home.enter(spentOn(bank, food, 1n, { payee: 'Beach', tags: ['Holiday'] }));
  const [tag] = await home.rows<{ id: string }[]>`select id from tag where book_id = ${home.book}`;
  holiday = tag?.id ?? '';
});

const rule = (condition: Condition, ...actions: readonly Action[]) =>
  home.write((sql) => addRule(sql, home.book, { match: 'all', conditions: [condition], actions }, ''));
const raw = (text: string): Condition => ({ field: 'raw', how: 'contains', text });
const payee = (text: string): Condition => ({ field: 'payee', how: 'is', text });
const sorted = (category: string): Action => ({ set: 'category', category });

async function bring(rows: readonly (string | Row)[], more = {}) {
  const result = await home.write((sql) =>
    runImport(sql, home.book, home.ada.person, importOf(bank.id, rows, more)),
  );
  if (result.status !== 'done') throw new Error(result.status);
  return result;
}
const undo = (act: string) => home.write((sql) => undoAct(sql, home.book, act));

/** Rows that came from a bank, each with all that a rule can set, and its version. */
async function rows() {
  const found = await home.rows<{ text: string }[]>`
    select concat_ws(' | ', coalesce(shown.name, w.name, ''), t.note, t.kind, t.state, (
      select string_agg(coalesce(c.name, a.name) || ' ' || p.amount_minor, ', ' order by p.line)
      from posting p left join category c on c.id = p.category_id left join account a on a.id = p.account_id
      where p.transaction_id = t.id
    ), t.category_set_by || ' ' || t.payee_set_by || ' ' || t.note_set_by, (
      select string_agg(tag.name, ' ') from transaction_tag x join tag on tag.id = x.tag_id where x.transaction_id = t.id
    ), t.version) as text
    from transaction t left join payee w on w.id = t.payee_id left join payee shown on shown.id = w.merged_into
    where t.book_id = ${home.book} and t.payee_set_by <> 'hand' or t.payee = 'Mine' order by t.booked_on, t.id`;
  return found.map(({ text }) => text);
}

describe('an import', () => {
  it('brings rows as rules have them, and an undo takes these as it takes any others', async () => {
    await rule(
      raw('card 12'),
      { set: 'payee', name: 'Rewe' },
      { set: 'cleared' },
      { set: 'tag', tag: holiday },
    );
    await rule(payee('rewe'), sorted(food), { set: 'note', text: 'food' });
    await rule(payee('to savings'), { set: 'account', account: savings.id, currency: 'EUR' });
    const parts = [food, presents].map((category) => ({ category, share: 1 }));
    await rule(payee('gym'), { set: 'split', by: 'shares', parts });
    const brought = [
      bankRow('2026-02-02 -8.00 REWE SAGT DANKE', { memo: 'CARD 12', pending: true }),
      '2026-02-03 -2.00 To savings',
      '2026-02-04 -1.01 Gym',
      '2026-02-05 -3.00 Nobody',
    ];
    const { act } = await bring(brought);
    const there = [
      'Rewe | food | spent | cleared | Bank -800, Groceries 800 | rule rule rule | Holiday | 1',
      'To savings |  | moved | cleared | Bank -200, Savings 200 | rule import import | 1',
      'Gym |  | spent | cleared | Bank -101, Groceries 51, Presents 50 | rule import import | 1',
      'Nobody |  | spent | cleared | Bank -300, Not sorted yet 300 | import import import | 1',
    ];
    expect(await rows()).toEqual(there);
    const undone = await undo(act);
    expect(undone).toMatchObject({ count: 4, left: [] });
    expect(await rows()).toEqual([]);
    await undo(undone.act ?? '');
    expect(await rows()).toEqual(there.map((row) => row.replace(/\d$/, '2')));
  });

  it('lets rules see a payee by the name that it is shown by', async () => {
    await bring(['2026-01-02 -1.00 REWE SAGT DANKE', '2026-01-02 -1.00 Rewe']);
    await home.rows`
      update payee set merged_into = (select id from payee where book_id = ${home.book} and name = 'Rewe')
      where book_id = ${home.book} and name = 'REWE SAGT DANKE'`;
    await rule(payee('rewe'), sorted(food));
    await bring(['2026-02-02 -8.00 Rewe sagt danke']);
    expect((await rows()).at(-1)).toContain('Rewe |  | spent | cleared | Bank -800, Groceries 800');
  });

  it('has rules look at what the bank books in the place of what it announced', async () => {
    await rule(raw('pending'), { set: 'payee', name: 'Announced' }, sorted(presents));
    await bring([bankRow('2026-02-05 -12.00 PENDING 4711', { pending: true })]);
    expect(await rows()).toEqual([
      'Announced |  | spent | pending | Bank -1200, Presents 1200 | rule rule import | 1',
    ]);
    const told = [bankRow('2026-02-07 -12.00 Shop 24', { memo: 'Card 12' })];
    const replace = { choices: [{ statement: 0, row: 0, as: 'replace' }] };
    const first = await bring(told, replace);
    expect(await rows()).toEqual([
      'Announced | Card 12 | spent | cleared | Bank -1200, Presents 1200 | rule rule import | 3',
    ]);
    await undo(first.act);
    await rule(raw('shop 24'), { set: 'payee', name: 'Shop' }, sorted(food));
    const { act } = await bring(told, replace);
    expect(await rows()).toEqual([
      'Shop | Card 12 | spent | cleared | Bank -1200, Groceries 1200 | rule rule import | 6',
    ]);
    expect(await undo(act)).toMatchObject({ count: 1, left: [] });
    expect((await rows())[0]).toMatch(/^Announced \| {2}\| spent \| pending \| Bank -1200, Presents 1200/);
  });

  it('keeps for later what the bank wrote, whatever the row is called by then', async () => {
    await rule(raw('card 12'), { set: 'payee', name: 'Mine' }, { set: 'note', text: 'typed over' });
    await bring([bankRow('2026-02-05 -12.00 SHOP 4711', { memo: 'Card 12' })]);
    await rule(raw('SHOP 4711 card'), sorted(food));
    const rules = await home.read((sql) => rulesOf(sql, home.book));
    const { found } = await home.read((sql) => rowsThatChange(sql, home.book, rules, { most: 10 }));
    expect(found.map(({ applied }) => applied.set.map(({ field }) => field))).toEqual([['category']]);
    await home.write((sql) => applyToBook(sql, home.book, rules, { mark: markOf(found) }, ''));
    expect(await rows()).toEqual([
      'Mine | typed over | spent | cleared | Bank -1200, Groceries 1200 | rule rule rule | 2',
    ]);
  });
});
