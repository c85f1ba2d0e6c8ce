import { describe, expect, it } from 'vitest';
import { rawDescription, rowKey } from './row-key.ts';

const row = { date: '2026-02-03', amountMinor: -250n, payee: 'Café Löwe', memo: 'Karte 12', reference: '' };
const hex = (more: Partial<typeof row> = {}) => rowKey({ ...row, ...more }).toString('hex');

describe('the key of a row', () => {
  it('stays what it was: stored rows are found by it', () => {
    expect(hex()).toBe('c5d1dedefa1eb2d3cc148d578251cc274b50ff782d2ae5a3c2157ddb1cffbc25');
  });

  it.each<[string, Partial<typeof row>]>([
    ['case', { payee: 'CAFÉ LÖWE' }],
    ['blanks', { payee: ' Café\u00a0 Löwe', memo: 'Karte\t12' }],
    ['letters that are composed', { payee: 'Cafe\u0301 Lo\u0308we' }],
    ['wide letters', { memo: 'Ｋarte 12' }],
    ['characters that show nothing', { payee: 'Café\u200b Löwe' }],
    ['the column that was taken for the payee', { payee: 'Karte 12', memo: 'Café Löwe' }],
  ])('does not depend on %s', (_what, more) => {
    expect(hex(more)).toBe(hex());
  });

  it.each<[string, Partial<typeof row>]>([
    ['day', { date: '2026-02-04' }],
    ['amount', { amountMinor: 250n }],
    ['payee', { payee: 'Café Löwin' }],
    ['memo', { memo: '' }],
    ['id of the bank', { reference: '7' }],
  ])('is another for another %s', (_what, more) => {
    expect(hex(more)).not.toBe(hex());
  });

  it('does not mix up where one text ends and the next begins', () => {
    expect(hex({ payee: 'a b', memo: 'c' })).not.toBe(hex({ payee: 'a', memo: 'b c' }));
    expect(rawDescription({ payee: 'a', memo: '' })).toBe('a');
  });
});
