import { isCurrency } from '../../currencies.ts';
import { longestName, nameProblem, tidyLine } from '../../text-rules.ts';
import { timeZones } from '../../time-zones.ts';
import { isLocale } from '../../web/locale-choices.ts';
import { say } from '../../words/say.ts';
import { weakness } from './password-rules.ts';
import type { SignUpForm } from './schema.ts';

/** Error messages of a sign-up, by field. */
export type Problems = { [Field in keyof SignUpForm]?: string };

/**
 * Validates a sign-up.
 *
 * @param host public host name of the site
 */
export function signUpProblems(form: SignUpForm, host: string): Problems {
  const problems: Problems = {};
  const email = tidyLine(form.email);
  const unnamed = nameProblem(tidyLine(form.name), longestName.person, say('signIn.typeName'));
  if (unnamed) problems.name = unnamed;
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) problems.email = say('signIn.typeEmail');
  const weak = weakness(form.password, { email, name: form.name, host });
  if (weak) problems.password = weak;
  if (!isCurrency(form.currency)) problems.currency = say('signIn.chooseCurrency');
  if (form.locale !== undefined && !isLocale(form.locale)) problems.locale = say('common.chooseLocale');
  if (!isTimeZone(form.timeZone)) problems.timeZone = say('signIn.chooseTimeZone');
  return problems;
}

function isTimeZone(name: string): boolean {
  return timeZones().includes(name);
}
