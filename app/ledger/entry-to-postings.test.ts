import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entry, type Posting, postingsOf } from './entry-to-postings.ts';

const counterparts = { opening: 'opening', exchange: 'exchange' };
const header = { bookedOn: '2025-11-21', payee: '', note: '', state: 'cleared' } as const;
const bank = { id: 'bank', currency: 'EUR' };
const cash = { id: 'cash', currency: 'EUR' };
const dollars = { id: 'dollars', currency: 'USD' };

describe('postings of an entry', () => {
  it('take what was spent from the account and put it on the category', () => {
    const entry: Entry = {
      ...header,
      kind: 'spent',
      account: bank,
      lines: [{ category: 'food', amount: 1250n, note: '' }],
    };
    expect(brief(entry)).toEqual(['bank -1250 EUR', 'food 1250 EUR']);
  });

  it('put what was received on the account', () => {
    const entry: Entry = {
      ...header,
      kind: 'received',
      account: bank,
      lines: [{ category: 'pay', amount: 900n, note: '' }],
    };
    expect(brief(entry)).toEqual(['bank 900 EUR', 'pay -900 EUR']);
  });

  it('take a split from the account once, less what came back', () => {
    const lines = [
      { category: 'food', amount: 1000n, note: '' },
      { category: 'deposit', amount: -250n, note: 'bottles' },
    ];
    const entry: Entry = { ...header, kind: 'spent', account: bank, lines };
    expect(brief(entry)).toEqual(['bank -750 EUR', 'food 1000 EUR', 'deposit -250 EUR']);
  });

  it('touch no category when money is moved within a currency', () => {
    const entry: Entry = { ...header, kind: 'moved', from: bank, to: cash, amount: 500n, arrives: 500n };
    expect(brief(entry)).toEqual(['bank -500 EUR', 'cash 500 EUR']);
  });

  it('pass by the exchange when money is moved between currencies', () => {
    const entry: Entry = { ...header, kind: 'moved', from: bank, to: dollars, amount: 500n, arrives: 540n };
    expect(brief(entry)).toEqual([
      'bank -500 EUR',
      'dollars 540 USD',
      'exchange 500 EUR',
      'exchange -540 USD',
    ]);
  });

  it('let a debt be an opening balance below zero', () => {
    const entry: Entry = { ...header, kind: 'opening', account: bank, amount: -42000n };
    expect(brief(entry)).toEqual(['bank -42000 EUR', 'opening 42000 EUR']);
  });

  it('sum to zero in each currency, whatever is entered', () => {
    const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
    const account = fc.constantFrom(bank, cash, dollars);
    const line = fc.record({ category: fc.constantFrom('food', 'pay'), amount, note: fc.constant('') });
    const lines = fc.array(line, { minLength: 1, maxLength: 8 });
    const entry = fc.oneof(
      fc.record({ kind: fc.constantFrom('spent' as const, 'received' as const), account, lines }),
      fc.record({ kind: fc.constant('opening' as const), account, amount }),
      fc
        .record({ kind: fc.constant('moved' as const), from: account, to: account, amount, other: amount })
        .map(({ other, ...move }) => ({
          ...move,
          arrives: move.from.currency === move.to.currency ? move.amount : other,
        })),
    );
    fc.assert(
      fc.property(entry, (made) => {
        const sums = sumByCurrency(postingsOf({ ...header, ...made } as Entry, counterparts));
        expect([...sums.values()].every((sum) => sum === 0n)).toBe(true);
      }),
    );
  });
});

function brief(entry: Entry): string[] {
  return postingsOf(entry, counterparts).map(
    ({ account, category, amount, currency }) => `${account ?? category} ${amount} ${currency}`,
  );
}

function sumByCurrency(postings: readonly Posting[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { currency, amount } of postings) sums.set(currency, (sums.get(currency) ?? 0n) + amount);
  return sums;
}
