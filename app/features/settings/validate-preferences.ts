import { isCurrency } from '../../currencies.ts';
import { longestName, nameProblem } from '../../text-rules.ts';
import { timeZones } from '../../time-zones.ts';
import type { Problems } from '../../web/forms.ts';
import { isLocale } from '../../web/locale-choices.ts';
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

export function preferenceProblems(wanted: Preferences): Problems {
  const unnamed = nameProblem(wanted.name, longestName.person, say('settings.typeName'));
  return {
    ...(unnamed && { name: unnamed }),
    ...(!isCurrency(wanted.currency) && { currency: say('common.chooseCurrency') }),
    ...(!isLocale(wanted.locale) && { locale: say('common.chooseLocale') }),
    ...(!timeZones().includes(wanted.timeZone) && { timeZone: say('common.chooseTimeZone') }),
    ...(!dateFormats.some((format) => format === wanted.dateFormat) && {
      dateFormat: say('settings.chooseDates'),
    }),
    ...(!themes.some((theme) => theme === wanted.theme) && { theme: say('settings.chooseLook') }),
  };
}
