import { expect, it } from 'vitest';
import { amount, balance, signedAmount } from './amount.ts';

it('an amount has its plain value for machines and a real minus sign for people', () => {
  expect(amount(-1250n, 'EUR', 'en')).toBe('<data class="amount" value="-12.50"><bdi>−€12.50</bdi></data>');
});

it('what came in has a plus sign, and nothing else has', () => {
  expect(signedAmount(1250n, 'EUR', 'en')).toContain('>+€12.50<');
  expect(signedAmount(-1250n, 'EUR', 'en')).toContain('>−€12.50<');
  expect(signedAmount(0n, 'EUR', 'en')).toContain('>€0.00<');
});

it('a long number says so to the style sheet, which has to find room for it', () => {
  const most = 10n ** 15n - 1n;
  expect(amount(99_999_999n, 'EUR', 'de')).toContain('class="amount"');
  expect(amount(-99_999_999n, 'EUR', 'de')).toContain('class="amount long"');
  expect(signedAmount(most, 'EUR', 'de')).toContain('class="amount in longer"');
  expect(balance(-most, 'XOF', 'fr')).toContain('class="amount owed longer"');
});

it('a debt is said in words', () => {
  expect(
    balance(-42000n, 'EUR', 'en')
      .replaceAll(/<[^>]+>/g, '')
      .replaceAll(/\s+/g, ' '),
  ).toBe('You owe €420.00');
  expect(balance(42000n, 'EUR', 'de')).not.toContain('owe');
});
