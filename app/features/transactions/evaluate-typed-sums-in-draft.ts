import { workedOut } from '../../web/read-typed-amount-or-sum.ts';
import type { Known } from './draft-to-entry.ts';
import type { Draft } from './form-draft.ts';

/**
 * Replaces typed sums in the draft by their results, to be confirmed before saving; undefined when no field has a sum.
 * An invalid sum stays, and is reported next to its field when the draft is read.
 */
export function calculateSums(draft: Draft, known: Known): Draft | undefined {
  const { locale } = draft;
  const currencyOf = (id: string) => known.accounts.find((account) => account.id === id)?.currency;
  const currency = currencyOf(draft.kind === 'moved' ? draft.from : draft.account);
  let isSummed = false;
  const summed = (text: string, unit: string | undefined) => {
    const result = unit === undefined ? undefined : workedOut(text, unit, locale);
    isSummed ||= result !== undefined;
    return result ?? text;
  };
  const made = {
    ...draft,
    amount: summed(draft.amount, currency),
    arrives: summed(draft.arrives, currencyOf(draft.to)),
    lines: draft.lines.map((line) => ({ ...line, amount: summed(line.amount, currency) })),
  };
  return isSummed ? made : undefined;
}
