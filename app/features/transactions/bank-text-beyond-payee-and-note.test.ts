import { expect, it } from 'vitest';
import { rawTexts } from '../../ledger/rules/bank-row-texts.ts';
import { bankWords } from './bank-text-beyond-payee-and-note.ts';

it.each([
  ['SHOP 4711', 'Card 12', { payee: 'Shop', note: '' }, 'SHOP 4711 Card 12'],
  ['SHOP 4711', 'Card 12', { payee: 'SHOP 4711', note: 'Card 12' }, ''],
  ['SHOP 4711', '', { payee: 'SHOP 4711', note: 'for Zoe' }, ''],
  ['SHOP 4711', 'Card 12', { payee: 'SHOP 4711', note: 'for Zoe' }, 'SHOP 4711 Card 12'],
  ['', '', { payee: 'Shop', note: '' }, ''],
])('of "%s" and "%s", beside %o, people read "%s"', (payee, memo, row, words) => {
  expect(bankWords(rawTexts({ payee, memo }), row)).toBe(words);
});

it('has all rows that were made one, each once', () => {
  const raw = ['Savings', 'From bank', 'Savings'];
  expect(bankWords(raw, { payee: '', note: '' })).toBe('Savings · From bank');
});
