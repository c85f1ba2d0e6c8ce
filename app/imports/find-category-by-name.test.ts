import { describe, expect, it } from 'vitest';
import type { Category } from '../ledger/list-categories-with-shown-names.ts';
import { categoryFinder } from './find-category-by-name.ts';

const category = (
  id: string,
  kind: Category['kind'],
  name: string,
  parent: string | null = null,
): Category => ({
  ...{ id, kind, name, parent },
  role: id.startsWith('unsorted') ? 'unsorted' : null,
});
const finder = categoryFinder(
  [
    category('unsorted spent', 'spent', 'Not sorted yet'),
    category('unsorted received', 'received', 'Not sorted yet'),
    category('food', 'spent', 'Food'),
    category('groceries', 'spent', 'Groceries', 'food'),
    category('cafes', 'spent', 'Cafés', 'food'),
    category('home', 'spent', 'Home'),
    category('paid interest', 'spent', 'Interest', 'home'),
    category('interest', 'received', 'Interest'),
    category('food gifts', 'spent', 'Gifts', 'food'),
    category('home gifts', 'spent', 'Gifts', 'home'),
  ],
  'opening',
);

describe('the category that a file names', () => {
  it.each([
    ['Groceries', 'groceries'],
    ['  GROCERIES ', 'groceries'],
    ['Cafes', 'cafes'],
    ['Food:Groceries', 'groceries'],
    ['Food > Groceries', 'groceries'],
    ['Everyday / Food / Groceries', 'groceries'],
    ['Elsewhere:Groceries', 'groceries'],
    ['Food', 'food'],
    ['Home: Gifts', 'home gifts'],
    ['Gifts', 'unsorted spent'],
    ['Nobody knows', 'unsorted spent'],
    ['', 'unsorted spent'],
    ['\u200b', 'unsorted spent'],
    ['Interest', 'paid interest'],
    ['Starting Balances', 'opening'],
    ['Equity:Opening Balances', 'opening'],
  ])('is for "%s" %s', (name, id) => {
    expect(finder.find(name, -1n)).toBe(id);
  });

  it('is of the way that the money went, where both have the name, and else a refund', () => {
    expect(finder.find('Interest', 1n)).toBe('interest');
    expect(finder.find('Groceries', 1n)).toBe('groceries');
    expect(finder.find('Nobody knows', 1n)).toBe('unsorted received');
  });
});
