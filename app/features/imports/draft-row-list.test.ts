import { expect, it } from 'vitest';
import type { ByRules } from '../../imports/foresee-rules.ts';
import { bankRow } from '../../testing/parsed-statement-and-import-request.ts';
import { rowList } from './draft-row-list.ts';

it('rows that are not shown are said to be sorted by rules as well, where those shown are', () => {
  const list = (byRules?: ByRules) => {
    const preview = { verdict: 'new', goesIn: 'add', ...(byRules && { byRules }) } as const;
    const first = [{ at: 0, row: bankRow('2026-02-01 -9.00 REWE'), preview }];
    const none = { count: 0, first: [] };
    const groups = { new: { count: 101, first }, known: none, similar: none, deleted: none };
    return rowList({
      statement: 0,
      groups,
      chosen: [],
      similar: 'skip',
      writing: { locale: 'en', dateFormat: 'auto' },
    });
  };
  expect(list({ payee: 'Rewe' })).toContain(
    '100 more rows like these are not shown. Your rules will sort these as well.',
  );
  expect(list()).toContain('100 more rows like these are not shown.</p>');
});
