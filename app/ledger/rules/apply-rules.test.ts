import { describe, expect, it } from 'vitest';
import { connectAsSuperuser } from '../../testing/connect-as-superuser.ts';
import { copyOfTemplate } from '../../testing/databases.ts';
import { testConfig } from '../../testing/start-app.ts';
import { applyRules, type RuleRow } from './apply-rules.ts';
import { plainText } from './plain-text.ts';
import type { Action, Condition, Rule } from './rule-types.ts';

const row: RuleRow = {
  ...{
    payee: 'REWE SAGT DANKE 4711',
    raw: ['REWE SAGT DANKE 4711', 'EC 4711 REWE Köln'],
    note: 'for Sunday',
    account: 'bank',
    day: '2026-01-31',
  },
  ...{ amount: -1000n, currency: 'EUR', state: 'pending', parts: [], tags: ['t1'] },
  setBy: { category: 'import', payee: 'import', note: 'import' },
};
const food = [{ category: 'food', amount: 1000n, note: '' }];

let count = 0;
const rule = (
  conditions: readonly Condition[],
  actions: readonly Action[],
  match: Rule['match'] = 'all',
): Rule => {
  count += 1;
  return { id: `rule ${count}`, match, conditions, actions };
};
const always: Condition = { field: 'account', account: 'bank' };
const sorted: Action = { set: 'category', category: 'food' };
const isMet = (condition: Condition, of = row) =>
  applyRules([rule([condition], [sorted])], of).set.length > 0;

describe('a condition', () => {
  it.each<[boolean, Condition]>([
    [true, { field: 'payee', how: 'contains', text: 'sagt' }],
    [true, { field: 'payee', how: 'starts', text: 'rewe' }],
    [false, { field: 'payee', how: 'starts', text: 'sagt' }],
    [false, { field: 'payee', how: 'is', text: 'rewe' }],
    [true, { field: 'payee', how: 'is', text: 'Réwe  sagt danke 4711' }],
    [true, { field: 'raw', how: 'contains', text: 'KOLN' }],
    [true, { field: 'raw', how: 'starts', text: 'ec 4711' }],
    [true, { field: 'raw', how: 'is', text: 'rewe sagt danke 4711' }],
    [false, { field: 'raw', how: 'is', text: 'rewe' }],
    [true, { field: 'tag', tag: 't1' }],
    [false, { field: 'tag', tag: 't2' }],
    [true, { field: 'note', how: 'is', text: 'FOR SUNDAY' }],
    [false, { field: 'note', how: 'contains', text: 'for.*' }],
    [true, { field: 'amount', least: '1000', most: '1000', currency: 'EUR' }],
    [true, { field: 'amount', least: '999', most: '1001', currency: 'EUR' }],
    [false, { field: 'amount', least: '1001', most: '2000', currency: 'EUR' }],
    [false, { field: 'amount', least: '1000', most: '1000', currency: 'USD' }],
    [true, { field: 'account', account: 'bank' }],
    [false, { field: 'account', account: 'card' }],
    [true, { field: 'day', first: 31, last: 31 }],
    [true, { field: 'day', first: 28, last: 3 }],
    [false, { field: 'day', first: 1, last: 30 }],
  ])('is met: %s, by %o', (wanted, condition) => {
    expect(isMet(condition)).toBe(wanted);
  });

  it('counts with all others, or alone', () => {
    const other: Condition = { field: 'account', account: 'card' };
    expect(applyRules([rule([always, other], [sorted])], row).set).toEqual([]);
    expect(applyRules([rule([always, other], [sorted], 'any')], row).row.parts).toEqual(food);
  });
});

describe('an action', () => {
  const done = (action: Action, of = row) => applyRules([rule([always], [action])], of).row;

  it('sets payee, note, category, and clears what is pending', () => {
    expect(done({ set: 'payee', name: 'Rewe' }).payee).toBe('Rewe');
    expect(done({ set: 'note', text: 'food' }).note).toBe('food');
    expect(done(sorted)).toMatchObject({ parts: food, setBy: { category: 'rule', payee: 'import' } });
    expect(done({ set: 'cleared' }).state).toBe('cleared');
    expect(done({ set: 'cleared' }, { ...row, state: 'reconciled' }).state).toBe('reconciled');
  });

  it('gives a tag besides those that a row has, twenty at most', () => {
    const tag: Action = { set: 'tag', tag: 't2' };
    expect(done(tag).tags).toEqual(['t1', 't2']);
    expect(applyRules([rule([always], [tag])], row).set.map(({ field }) => field)).toEqual(['tags']);
    for (const tags of [['t2'], Array.from({ length: 20 }, (_, index) => `u${index}`)]) {
      const full = { ...row, tags };
      expect(done(tag, full)).toBe(full);
    }
  });

  it('makes a move to an account of the same currency', () => {
    const move = (currency: string, account = 'savings') => done({ set: 'account', account, currency });
    expect(move('EUR').parts).toEqual([{ account: 'savings', amount: 1000n, note: '' }]);
    expect(move('USD')).toBe(row);
    expect(move('EUR', 'bank')).toBe(row);
  });

  it.each<[bigint, bigint[]]>([
    [-1000n, [334n, 333n, 333n]],
    [1000n, [-334n, -333n, -333n]],
    [-1n, [1n]],
  ])('splits %s by shares, to the last unit', (amount, parts) => {
    const of = ['a', 'b', 'c'].map((category) => ({ category, share: 1 }));
    const split = done({ set: 'split', by: 'shares', parts: of }, { ...row, amount });
    expect(split.parts.map((part) => part.amount)).toEqual(parts);
  });

  it('splits by amounts, of which one takes the rest, where they fit', () => {
    const of = [
      { category: 'a', amount: '300' },
      { category: 'b', amount: null },
    ];
    const split: Action = { set: 'split', by: 'amounts', currency: 'EUR', parts: of };
    expect(done(split).parts.map((part) => part.amount)).toEqual([300n, 700n]);
    expect(done(split, { ...row, amount: 1000n }).parts.map((part) => part.amount)).toEqual([-300n, -700n]);
    const small = { ...row, amount: -300n };
    expect(done(split, small)).toBe(small);
    expect(done({ ...split, currency: 'USD' })).toBe(row);
  });
});

describe('rules in a row', () => {
  it('go in their order: a later one sees an earlier rename, and has the last word', () => {
    const rename = rule(
      [{ field: 'payee', how: 'contains', text: 'rewe' }],
      [{ set: 'payee', name: 'Rewe' }],
    );
    const sort = rule([{ field: 'payee', how: 'is', text: 'rewe' }], [sorted]);
    const other = rule([always], [{ set: 'category', category: 'other' }]);
    expect(applyRules([rename, sort], row)).toMatchObject({
      row: { payee: 'Rewe', parts: food },
      set: [
        { field: 'payee', rule: rename.id },
        { field: 'category', rule: sort.id },
      ],
    });
    expect(applyRules([sort, rename], row).row.parts).toEqual([]);
    expect(applyRules([rename, sort, other], row).set.at(-1)).toEqual({ field: 'category', rule: other.id });
  });

  it('leave what a hand set, and set what is empty all the same', () => {
    const all = rule([always], [{ set: 'payee', name: 'Rewe' }, { set: 'note', text: 'x' }, sorted]);
    const byHand = { ...row, setBy: { category: 'hand', payee: 'hand', note: 'hand' } } as const;
    const parts = [{ category: 'other', amount: 1000n, note: '' }];
    expect(applyRules([all], { ...byHand, parts })).toEqual({ row: { ...byHand, parts }, set: [] });
    expect(applyRules([all], { ...byHand, payee: '', note: '' }).set).toHaveLength(3);
  });

  it('say nothing where all is so already, and give the same row', () => {
    const there = { ...row, parts: food };
    const applied = applyRules([rule([always], [sorted]), rule([always], [sorted])], there);
    expect(applied.row).toBe(there);
    const aside = rule([always], [{ set: 'category', category: 'other' }]);
    expect(applyRules([aside, rule([always], [sorted])], there)).toEqual({ row: there, set: [] });
  });
});

it('compares texts as the database does', async () => {
  const { name } = await copyOfTemplate();
  const sql = connectAsSuperuser(testConfig(name).database);
  const texts = [
    'Crêpe  STRASSE',
    'Straße',
    'ΟΔΟΣ οδος',
    'ﬁne',
    'A\u200bB\u00ad',
    ' a\tb ',
    'İstanbul',
    '東京ＡＢＣ',
    'Zoë',
    'ÅNGSTRÖM',
    'القُدس',
    '1 000',
  ];
  const rows = await sql<{ plain: string }[]>`
    select plain_text(one) as plain from unnest(${texts}::text[]) with ordinality as list (one, nth) order by nth`;
  await sql.end();
  expect(texts.map(plainText)).toEqual(rows.map(({ plain }) => plain));
});
