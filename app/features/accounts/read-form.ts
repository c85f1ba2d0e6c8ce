import type { Day, Writing } from '../../calendar.ts';
import { readDay } from '../../day-text.ts';
import { isFarAhead } from '../../ledger/doubts.ts';
import { isCurrency, MoneyError, parseAmount } from '../../money.ts';
import { longestName, nameProblem, tidyLine } from '../../text.ts';
import { doubtWords } from '../../web/doubt-words.ts';
import type { Problems } from '../../web/forms.ts';
import type { AccountForm } from './schema.ts';
import type { NewAccount } from './store.ts';

/** What the form means, or what is wrong with it by the name of the field. */
export function readAccount(
  form: AccountForm,
  writing: Writing,
  today: Day,
): { account: NewAccount } | { problems: Problems; unsure?: Day } {
  const problems: Record<string, string> = {};
  const name = tidyLine(form.name);
  const unnamed = nameProblem(name, longestName.account, 'Type a name, such as the name of the bank.');
  if (unnamed) problems['name'] = unnamed;
  const day = readDay(form.openedOn, writing, today, form.openedOnMeant);
  if ('wrong' in day) problems['openedOn'] = day.wrong;
  if ('couldBe' in day) problems['openedOn'] = 'Choose which day it is.';
  if (!isCurrency(form.currency)) problems['currency'] = 'Choose a currency.';
  const opening = isCurrency(form.currency) ? readOpening(form, writing.locale, problems) : 0n;
  if (!('day' in day) || Object.keys(problems).length > 0) return { problems };
  const openedOn = day.day;
  if (isFarAhead(openedOn, today) && form.openedOnSure !== openedOn) {
    return { problems: { openedOn: doubtWords([{ why: 'far ahead' }], writing) }, unsure: openedOn };
  }
  return { account: { name, kind: form.kind, currency: form.currency, openedOn, opening } };
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
