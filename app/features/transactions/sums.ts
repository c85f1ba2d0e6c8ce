import { isSum, sumOf } from '../../arithmetic.ts';
import { fieldText, MoneyError } from '../../money.ts';
import type { Draft } from './draft.ts';
import type { Known } from './read-draft.ts';

/**
 * The draft with what its sums come to in their place, to be looked at before it is saved; undefined where no field has a
 * sum. A sum that is wrong stays, and is told beside its field when the draft is read.
 */
export function summedUp(draft: Draft, known: Known): Draft | undefined {
  const { locale } = draft;
  const currencyOf = (id: string) => known.accounts.find((account) => account.id === id)?.currency;
  const currency = currencyOf(draft.kind === 'moved' ? draft.from : draft.account);
  let isSummed = false;
  const summed = (text: string, unit: string | undefined) => {
    if (!isSum(text) || unit === undefined) return text;
    try {
      const result = fieldText(sumOf(text, unit, locale), unit, locale);
      isSummed = true;
      return result;
    } catch (error) {
      if (!(error instanceof MoneyError)) throw error;
      return text;
    }
  };
  const made = {
    ...draft,
    amount: summed(draft.amount, currency),
    arrives: summed(draft.arrives, currencyOf(draft.to)),
    lines: draft.lines.map((line) => ({ ...line, amount: summed(line.amount, currency) })),
  };
  return isSummed ? made : undefined;
}

/** Says above the form why nothing was saved yet. */
export const summedNotice = 'Your sum is worked out. Save it if it is right.';
