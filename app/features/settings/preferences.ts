import { timeZones } from '../../calendar.ts';
import { isCurrency } from '../../money.ts';
import { longestName, nameProblem } from '../../text-rules.ts';
import type { Problems } from '../../web/forms.ts';
import { say } from '../../words/say.ts';

/** Display preferences of a person. */
export interface Preferences {
  readonly name: string;
  /** Default currency of new books. */
  readonly currency: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly dateFormat: string;
  readonly theme: string;
}

export const dateFormats = ['locale', 'YYYY-MM-DD', 'DD/MM/YYYY', 'MM/DD/YYYY', 'DD.MM.YYYY'] as const;
export const themes = ['system', 'light', 'dark'] as const;

/** Languages that users of our English sign-up form are likely to read; a person with another one keeps it. */
export const locales =
  `en en-AU en-CA en-GB en-IE en-IN en-NZ en-US cs da de de-AT de-CH el es es-MX et fi fr fr-CA fr-CH
  hr hu is it it-CH ja ko lt lv nb nl nl-BE pl pt pt-BR ro sk sl sv tr uk zh-CN zh-TW`.split(/\s+/);

export function preferenceProblems(wanted: Preferences): Problems {
  const unnamed = nameProblem(wanted.name, longestName.person, say('settings.typeName'));
  return {
    ...(unnamed && { name: unnamed }),
    ...(!isCurrency(wanted.currency) && { currency: say('common.chooseCurrency') }),
    ...(!isLocale(wanted.locale) && { locale: say('settings.chooseLocale') }),
    ...(!timeZones().includes(wanted.timeZone) && { timeZone: say('common.chooseTimeZone') }),
    ...(!dateFormats.some((format) => format === wanted.dateFormat) && {
      dateFormat: say('settings.chooseDates'),
    }),
    ...(!themes.some((theme) => theme === wanted.theme) && { theme: say('settings.chooseLook') }),
  };
}

function isLocale(text: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(text).length === 1;
  } catch {
    return false; // not a well-formed language tag
  }
}
