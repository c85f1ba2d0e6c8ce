import { timeZones } from '../../calendar.ts';
import { isCurrency } from '../../money.ts';
import { longestName, nameProblem, tidyLine } from '../../text.ts';
import { weakness } from './password-rules.ts';
import type { SignUpForm } from './schema.ts';

/** What is wrong with each field of a sign-up, as a sentence beside it. */
export type Problems = { [Field in keyof SignUpForm]?: string };

/** @param host name of this site's host, as people type it */
export function signUpProblems(form: SignUpForm, host: string): Problems {
  const problems: Problems = {};
  const email = tidyLine(form.email);
  const unnamed = nameProblem(tidyLine(form.name), longestName.person, 'Tell us what to call you.');
  if (unnamed) problems.name = unnamed;
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    problems.email = 'Write an e-mail address, such as ada@example.org.';
  const weak = weakness(form.password, { email, name: form.name, host });
  if (weak) problems.password = weak;
  if (!isCurrency(form.currency)) problems.currency = 'Choose a currency of the list.';
  if (!isTimeZone(form.timeZone)) problems.timeZone = 'Choose a time zone of the list.';
  return problems;
}

/** The first language of the browser that we can format for; who names more than ten reads one of the first ten. */
export function preferredLocale(acceptLanguage: string | undefined): string {
  const wanted = (acceptLanguage ?? '').split(',', 10).map((entry) => entry.split(';')[0]?.trim() ?? '');
  for (const tag of wanted) {
    try {
      const [locale] = Intl.NumberFormat.supportedLocalesOf(tag);
      if (locale && locale.length <= 35) return locale;
    } catch {
      // not a language tag: the next one
    }
  }
  return 'en';
}

function isTimeZone(name: string): boolean {
  return timeZones().includes(name);
}
