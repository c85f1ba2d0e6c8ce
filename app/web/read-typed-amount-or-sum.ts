import { isSum, sumOf } from '../evaluate-sum.ts';
import { fieldText, MoneyError, parseAmount } from '../parse-and-format-amounts.ts';
import { say } from '../words/say.ts';
import { amountText } from './amount.ts';

/**
 * Parses the text of an amount field to minor units.
 *
 * @throws MoneyError
 */
export function readAmount(text: string, currency: string, locale: string): bigint {
  return isSum(text) ? sumOf(text, currency, locale) : parseAmount(text, currency, locale);
}

/** Result of a typed sum, shown next to the field; empty when it is no sum, or an incomplete one. */
export function sumReadBack(text: string, currency: string, locale: string): string {
  const minor = sumIn(text, currency, locale);
  return minor === undefined ? '' : `= ${amountText(minor, currency, locale)}`;
}

/** Field text with the sum evaluated; undefined when it is no sum. */
export function workedOut(text: string, currency: string, locale: string): string | undefined {
  const minor = sumIn(text, currency, locale);
  return minor === undefined ? undefined : fieldText(minor, currency, locale);
}

/** Notice above the form that says why nothing was saved yet. */
export function workedOutNotice(): string {
  return say('web.sumWorkedOut');
}

function sumIn(text: string, currency: string, locale: string): bigint | undefined {
  if (!isSum(text)) return undefined;
  try {
    return sumOf(text, currency, locale);
  } catch (error) {
    if (error instanceof MoneyError) return undefined;
    throw error;
  }
}
