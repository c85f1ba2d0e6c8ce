import type { Day } from '../../calendar.ts';
import { isCurrency } from '../../currencies.ts';
import { readDay } from '../../day-field-text.ts';
import type { Writing } from '../../format-days-and-times.ts';
import type { NewAccount } from '../../ledger/add-account.ts';
import { isFarAhead } from '../../ledger/implausible-day-of-entry.ts';
import { MoneyError } from '../../parse-and-format-amounts.ts';
import { longestName, nameProblem, tidyLine } from '../../text-rules.ts';
import type { Problems } from '../../web/forms.ts';
import { implausibleDayWords } from '../../web/implausible-day-words.ts';
import { readAmount, workedOut } from '../../web/read-typed-amount-or-sum.ts';
import { say } from '../../words/say.ts';
import type { AccountDetails } from './change-close-and-reopen-account.ts';
import type { AccountForm, DetailsForm } from './schema.ts';

/** Reads the fields that can be changed later; problems are by field name. @param none message for an empty name */
export function readDetails(form: Omit<DetailsForm, '_csrf' | 'key'>, none?: string) {
  const details: AccountDetails = { name: tidyLine(form.name) };
  const problems: Record<string, string> = {};
  const unnamed = nameProblem(details.name, longestName.account, none);
  if (unnamed) problems['name'] = unnamed;
  return { details, problems };
}

/** Reads the form; returns the account, or error messages by field name. */
export function readAccount(
  form: AccountForm,
  writing: Writing,
  today: Day,
): { account: NewAccount } | { problems: Problems; unsure?: Day } {
  const { details, problems } = readDetails(form, say('accounts.typeName'));
  const day = readDay(form.openedOn, writing, today, form.openedOnMeant);
  if ('wrong' in day) problems['openedOn'] = day.wrong;
  if ('couldBe' in day) problems['openedOn'] = say('days.choose');
  if (!isCurrency(form.currency)) problems['currency'] = say('common.chooseCurrency');
  const opening = isCurrency(form.currency) ? readOpening(form, writing.locale, problems) : 0n;
  if (!('day' in day) || Object.keys(problems).length > 0) return { problems };
  const openedOn = day.day;
  if (isFarAhead(openedOn, today) && form.openedOnSure !== openedOn) {
    return { problems: { openedOn: implausibleDayWords([{ why: 'far ahead' }], writing) }, unsure: openedOn };
  }
  return { account: { ...details, kind: form.kind, currency: form.currency, openedOn, opening } };
}

function readOpening(form: AccountForm, locale: string, problems: Record<string, string>): bigint {
  if (form.opening.trim() === '') return 0n;
  try {
    const minor = readAmount(form.opening, form.currency, locale);
    if (minor < 0n && form.direction === 'owe') problems['opening'] = say('accounts.oweWithoutMinus');
    return form.direction === 'owe' ? -minor : minor;
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error;
    problems['opening'] = error.message;
    return 0n;
  }
}

/** The opening balance with its typed sum evaluated, to be confirmed before saving; undefined when it is no valid sum. */
export function summedUp({ opening, currency }: AccountForm, locale: string): string | undefined {
  return isCurrency(currency) ? workedOut(opening, currency, locale) : undefined;
}
