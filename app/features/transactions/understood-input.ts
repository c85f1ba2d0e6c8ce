import { dayReadBack } from '../../day-field-text.ts';
import { amountText } from '../../web/amount.ts';
import { sumReadBack } from '../../web/read-typed-amount-or-sum.ts';
import { say } from '../../words/say.ts';
import { type Known, leftToSplit } from './draft-to-entry.ts';
import type { Draft } from './form-draft.ts';

/** Echo of the input by field: days in words, results of sums, the amount left to split. */
export function inputEcho(
  draft: Draft,
  { accounts }: Pick<Known, 'accounts'>,
): Readonly<Record<string, string>> {
  const currencyOf = (id: string) => accounts.find((account) => account.id === id)?.currency;
  const currency = currencyOf(draft.kind === 'moved' ? draft.from : draft.account);
  const sum = (text: string, unit = currency) =>
    unit === undefined ? '' : sumReadBack(text, unit, draft.locale);
  return {
    bookedOn: dayReadBack(draft.bookedOn, draft, draft.today),
    amount: sum(draft.amount),
    arrives: sum(draft.arrives, currencyOf(draft.to)),
    ...Object.fromEntries(draft.lines.map(({ amount }, index) => [`amount-${index}`, sum(amount)])),
    rest: restText(draft, currency),
  };
}

/** Amount left to split, so that nobody has to add up. */
function restText(draft: Draft, currency: string | undefined): string {
  if (currency === undefined || leftToSplit({ ...draft, lines: [] }, currency) === undefined)
    return say('transactions.typeWhole');
  const left = leftToSplit(draft, currency);
  if (left === undefined) return say('transactions.partUnreadable');
  if (left === 0n) return say('transactions.allSplit');
  const { locale } = draft;
  return left > 0n
    ? say('transactions.restLeft', { rest: amountText(left, currency, locale) })
    : say('transactions.restExceeded', { excess: amountText(-left, currency, locale) });
}
