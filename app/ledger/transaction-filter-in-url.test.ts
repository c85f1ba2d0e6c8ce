import { expect, it } from 'vitest';
import { filterOf, leftOut, rowsAddress, rowsOf } from './transaction-filter-in-url.ts';

const id = '01a1fe37-0667-782c-a06b-ba0019df5695';

it('a filter comes back from its own address', () => {
  const filter = {
    kind: 'spent',
    category: id,
    month: '2025-11',
    week: '2025-11-23',
    currency: 'EUR',
    text: 'bread & 100%',
  } as const;
  const address = new URL(rowsAddress('b1', filter), 'http://localhost');
  expect(address.pathname).toBe('/books/b1/transactions');
  expect(filterOf(Object.fromEntries(address.searchParams))).toEqual(filter);
});

it('leaves out what cannot be, and says so', () => {
  const query = {
    kind: 'stolen',
    account: "' or 1=1",
    month: '2025-13',
    week: '2025-48',
    currency: 'EURO',
    text: '  ',
  };
  expect(filterOf(query)).toEqual({});
  expect(leftOut(query)).toEqual(['kind', 'account', 'month', 'week', 'currency']);
  for (const accent of ['´', '\u0301', ' ¨ \u0302 ']) expect(leftOut({ text: accent })).toEqual(['text']);
  expect(leftOut({ kind: 'spent', month: '2025-11', text: '' })).toEqual([]);
  expect(rowsAddress('b1', {})).toBe('/books/b1/transactions');
});

it('means the days of a month and of a week, and those of both where there are both', () => {
  const month = '2025-11'; // from the 25th on
  expect(rowsOf({ month }, 25)).toEqual({ days: { first: '2025-11-25', next: '2025-12-25' } });
  expect(rowsOf({ week: '2025-11-23' }, 25)).toEqual({ days: { first: '2025-11-23', next: '2025-11-30' } });
  expect(rowsOf({ month, week: '2025-11-23' }, 25)).toEqual({
    days: { first: '2025-11-25', next: '2025-11-30' },
  });
  expect(rowsOf({ month, week: '2025-12-21' }, 25)).toEqual({
    days: { first: '2025-12-21', next: '2025-12-25' },
  });
  expect(rowsOf({ kind: 'spent' }, 25)).toEqual({ kind: 'spent' });
});
