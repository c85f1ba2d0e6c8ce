import { beforeAll, describe, expect, it } from 'vitest';
import type { Money } from '../ledger/entry-to-postings.ts';
import type { Action, Condition } from '../ledger/rules/rule-types.ts';
import { addRule } from '../ledger/rules/write-rules.ts';
import { type Household, household } from '../testing/household.ts';
import { bankRow, importOf } from '../testing/parsed-statement-and-import-request.ts';
import { spentOn } from '../testing/spent-entry.ts';
import { previewImport } from './preview-import.ts';
import { runImport } from './run-import.ts';

let home: Household;
let bank: Money;
beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank');
  const savings = await home.account('Savings');
  const [food, presents] = [await home.category('Groceries'), await home.category('Presents')];
  await home.enter(spentOn(bank, food, 1n, { payee: 'Beach', tags: ['Holiday'] }));
  const [tag] = await home.rows<{ id: string }[]>`select id from tag where book_id = ${home.book}`;
  const rule = (text: string, ...actions: readonly Action[]) => {
    const condition: Condition = { field: 'raw', how: 'contains', text };
    return home.write((sql) =>
      addRule(sql, home.book, { match: 'all', conditions: [condition], actions }, ''),
    );
  };
  await rule('rewe', { set: 'payee', name: 'Rewe' }, { set: 'category', category: food });
  await rule('beach', { set: 'tag', tag: tag?.id ?? '' });
  await rule(
    'to savings',
    { set: 'account', account: savings.id, currency: 'EUR' },
    { set: 'note', text: 'saved' },
  );
  const parts = [food, presents].map((category) => ({ category, share: 1 }));
  await rule('mall', { set: 'split', by: 'shares', parts }, { set: 'cleared' });
});

const rows = [
  '2026-02-01 -9.00 REWE SAGT DANKE 4711',
  '2026-02-02 -5.00 Beach bar',
  '2026-02-03 -50.00 To savings',
  bankRow('2026-02-04 -20.00 Mall', { pending: true }),
  '2026-02-05 -2.00 Kiosk',
];
const preview = async (foreseen?: Parameters<typeof previewImport>[3]) => {
  const told = await home.read((sql) => previewImport(sql, home.book, importOf(bank.id, rows), foreseen));
  return told.statements.flatMap((one) => one.rows.map(({ byRules }) => byRules));
};

describe('what rules will do, before an import', () => {
  it('is told of each new row by names, and nothing of a row that no rule is about', async () => {
    expect(await preview({ new: 100 })).toEqual([
      { payee: 'Rewe', parts: [{ category: { name: 'Groceries', role: null } }] },
      { tags: [{ id: expect.any(String), name: 'Holiday', color: expect.any(Number) }] },
      { note: 'saved', parts: [{ account: 'Savings' }] },
      {
        parts: ['Groceries', 'Presents'].map((name) => ({ category: { name, role: null } })),
        isCleared: true,
      },
      undefined,
    ]);
  });

  it('is told of as many rows as asked', async () => {
    expect((await preview({ new: 1 })).filter((one) => one !== undefined)).toHaveLength(1);
    expect((await preview()).filter((one) => one !== undefined)).toHaveLength(0);
  });

  it('is told of rows that somebody may tick, as they will be then', async () => {
    const similar = await home.enter(
      spentOn(bank, await home.category('Groceries'), 700n, { bookedOn: '2026-03-02', payee: 'By hand' }),
    );
    const row = '2026-03-02 -7.00 Rewe 12';
    const foreseen = { new: 1, similar: 1 };
    const told = await home.read((sql) => previewImport(sql, home.book, importOf(bank.id, [row]), foreseen));
    expect(told.statements[0]?.rows).toMatchObject([
      { verdict: 'similar', goesIn: false, like: { transaction: similar }, byRules: { payee: 'Rewe' } },
    ]);
  });

  it('is what the import then does', async () => {
    await home.write((sql) => runImport(sql, home.book, home.ada.person, importOf(bank.id, rows)));
    const stored = await home.rows<
      { payee: string; names: string[]; state: string; tags: number; note: string }[]
    >`
      select p.name as payee, t.note, t.state, (
        select array_agg(coalesce(c.name, a.name) order by line.line) from posting line
          left join category c on c.id = line.category_id left join account a on a.id = line.account_id
        where line.transaction_id = t.id and line.line > 1
      ) as names, (select count(*)::int from transaction_tag x where x.transaction_id = t.id) as tags
      from transaction t join payee p on p.id = t.payee_id where t.payee_set_by <> 'hand' order by t.booked_on`;
    expect(stored).toEqual([
      { payee: 'Rewe', note: '', state: 'cleared', names: ['Groceries'], tags: 0 },
      { payee: 'Beach bar', note: '', state: 'cleared', names: ['Not sorted yet'], tags: 1 },
      { payee: 'To savings', note: 'saved', state: 'cleared', names: ['Savings'], tags: 0 },
      { payee: 'Mall', note: '', state: 'cleared', names: ['Groceries', 'Presents'], tags: 0 },
      { payee: 'Kiosk', note: '', state: 'cleared', names: ['Not sorted yet'], tags: 0 },
    ]);
  });
});
