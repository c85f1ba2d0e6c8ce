import { expect, it } from 'vitest';
import { guessCurrency } from './guess-currency.ts';

it.each([
  ['de-AT', 'EUR'],
  ['de', 'EUR'],
  ['de-CH', 'CHF'],
  ['fr-CA', 'CAD'],
  ['en-GB', 'GBP'],
  ['en-US', 'USD'],
  ['ja', 'JPY'],
  ['id-ID', 'IDR'],
  ['pt-BR', 'BRL'],
  ['bg', 'EUR'], // since 2026
  ['zh-Hant', 'TWD'],
  ['ar-KW', 'KWD'],
  ['en', undefined],
  ['en-001', undefined], // the world
  ['es-419', undefined], // Latin America
  ['eo', undefined],
])('of %s is %s', (locale, currency) => {
  expect(guessCurrency(locale)).toBe(currency);
});
