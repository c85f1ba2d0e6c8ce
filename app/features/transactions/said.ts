import { isSum, sumOf } from '../../arithmetic.ts';
import { dayReadBack } from '../../day-text.ts';
import { formatAmount, MoneyError } from '../../money.ts';
import type { Draft } from './draft.ts';
import { type Known, leftToSplit } from './read-draft.ts';

/** What the form says of what was typed, by the field that it stands beside: days in words, what sums come to, the rest. */
export function saidOf(
  draft: Draft,
  { accounts }: Pick<Known, 'accounts'>,
): Readonly<Record<string, string>> {
  const currencyOf = (id: string) => accounts.find((account) => account.id === id)?.currency;
  const currency = currencyOf(draft.kind === 'moved' ? draft.from : draft.account);
  const sum = (text: string, unit = currency) => sumText(text, unit, draft.locale);
  return {
    bookedOn: dayReadBack(draft.bookedOn, draft, draft.today),
    amount: sum(draft.amount),
    arrives: sum(draft.arrives, currencyOf(draft.to)),
    ...Object.fromEntries(draft.lines.map(({ amount }, index) => [`amount-${index}`, sum(amount)])),
    rest: restText(draft, currency),
  };
}

/** Empty where it is no sum, or none yet. */
function sumText(text: string, currency: string | undefined, locale: string): string {
  if (currency === undefined || !isSum(text)) return '';
  try {
    return `= ${formatAmount(sumOf(text, currency, locale), currency, locale)}`;
  } catch (error) {
    if (error instanceof MoneyError) return '';
    throw error;
  }
}

/** What is left of the whole, so that nobody has to add up. */
function restText(draft: Draft, currency: string | undefined): string {
  if (currency === undefined || leftToSplit({ ...draft, lines: [] }, currency) === undefined)
    return 'Type the whole amount above.';
  const left = leftToSplit(draft, currency);
  if (left === undefined) return 'One of the parts is no amount yet.';
  if (left === 0n) return 'All of it is split.';
  const { locale } = draft;
  return left > 0n
    ? `${formatAmount(left, currency, locale)} left to split; one part without an amount takes it.`
    : `${formatAmount(-left, currency, locale)} more than the whole.`;
}
