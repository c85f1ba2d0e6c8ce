import { isDay } from '../../calendar.ts';
import { isCurrency, MoneyError, parseAmount } from '../../money.ts';
import { longestName, nameProblem, tidyLine } from '../../text.ts';
import type { Problems } from '../../web/forms.ts';
import type { AccountForm } from './schema.ts';
import type { NewAccount } from './store.ts';

/** What the form means, or what is wrong with it by the name of the field. */
export function readAccount(
  form: AccountForm,
  locale: string,
): { account: NewAccount } | { problems: Problems } {
  const problems: Record<string, string> = {};
  const name = tidyLine(form.name);
  const unnamed = nameProblem(name, longestName.account, 'Type a name, such as the name of the bank.');
  if (unnamed) problems['name'] = unnamed;
  if (!isDay(form.openedOn)) problems['openedOn'] = 'Type a day that exists, such as 2025-11-21.';
  if (!isCurrency(form.currency)) problems['currency'] = 'Choose a currency.';
  const opening = isCurrency(form.currency) ? readOpening(form, locale, problems) : 0n;
  if (Object.keys(problems).length > 0) return { problems };
  return { account: { name, kind: form.kind, currency: form.currency, openedOn: form.openedOn, opening } };
}

function readOpening(form: AccountForm, locale: string, problems: Record<string, string>): bigint {
  if (form.opening.trim() === '') return 0n;
  try {
    const minor = parseAmount(form.opening, form.currency, locale);
    if (minor < 0n && form.direction === 'owe') problems['opening'] = 'Type what you owe without a minus.';
    return form.direction === 'owe' ? -minor : minor;
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error;
    problems['opening'] = error.message;
    return 0n;
  }
}
