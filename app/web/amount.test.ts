import { expect, it } from 'vitest';
import { amount, balance, signedAmount } from './amount.ts';

it('an amount has its plain value for machines and a real minus sign for people', () => {
  expect(amount(-1250n, 'EUR', 'en')).toBe('<data class="amount" value="-12.50">−€12.50</data>');
});

it('what came in has a plus sign, and nothing else has', () => {
  expect(signedAmount(1250n, 'EUR', 'en')).toContain('>+€12.50<');
  expect(signedAmount(-1250n, 'EUR', 'en')).toContain('>−€12.50<');
  expect(signedAmount(0n, 'EUR', 'en')).toContain('>€0.00<');
});

it('a debt is said in words', () => {
  expect(
    balance(-42000n, 'EUR', 'en')
      .replaceAll(/<[^>]+>/g, '')
      .replaceAll(/\s+/g, ' '),
  ).toBe('You owe €420.00');
  expect(balance(42000n, 'EUR', 'de')).not.toContain('owe');
});
