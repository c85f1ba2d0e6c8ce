import { timeZones } from '../../calendar.ts';
import { isCurrency } from '../../money.ts';
import { longestName, nameProblem } from '../../text.ts';
import type { Problems } from '../../web/forms.ts';

/** How a person likes to see the app. */
export interface Preferences {
  readonly name: string;
  /** What a new book starts with. */
  readonly currency: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly dateFormat: string;
  readonly theme: string;
}

export const dateFormats = ['locale', 'YYYY-MM-DD', 'DD/MM/YYYY', 'MM/DD/YYYY', 'DD.MM.YYYY'] as const;
export const themes = ['system', 'light', 'dark'] as const;

/** Languages that people with our sign-up form are likely to read; whoever came with another one keeps it. */
export const locales =
  `en en-AU en-CA en-GB en-IE en-IN en-NZ en-US cs da de de-AT de-CH el es es-MX et fi fr fr-CA fr-CH
  hr hu is it it-CH ja ko lt lv nb nl nl-BE pl pt pt-BR ro sk sl sv tr uk zh-CN zh-TW`.split(/\s+/);

export function preferenceProblems(wanted: Preferences): Problems {
  const unnamed = nameProblem(wanted.name, longestName.person, 'Type your name.');
  return {
    ...(unnamed && { name: unnamed }),
    ...(!isCurrency(wanted.currency) && { currency: 'Choose a currency.' }),
    ...(!isLocale(wanted.locale) && { locale: 'Choose a language.' }),
    ...(!timeZones().includes(wanted.timeZone) && { timeZone: 'Choose a time zone.' }),
    ...(!dateFormats.some((format) => format === wanted.dateFormat) && {
      dateFormat: 'Choose a way to write dates.',
    }),
    ...(!themes.some((theme) => theme === wanted.theme) && { theme: 'Choose a look.' }),
  };
}

function isLocale(text: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(text).length === 1;
  } catch {
    return false; // not even shaped like one
  }
}
