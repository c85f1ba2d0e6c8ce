import { languageNow } from '../words/current-language.ts';

/** Languages that users of our English sign-up form are likely to read; a person with another one keeps it. */
export const locales: readonly string[] =
  `en en-AU en-CA en-GB en-IE en-IN en-NZ en-US cs da de de-AT de-CH el es es-MX et fi fr fr-CA fr-CH
  hr hu is it it-CH ja ko lt lv nb nl nl-BE pl pt pt-BR ro sk sl sv tr uk zh-CN zh-TW`.split(/\s+/);

/** Choices of languages for numbers and dates, as for a select; `current` is among them when it is a language tag. */
export function localeChoices(current: string) {
  const names = new Intl.DisplayNames(languageNow().tag, { type: 'language' });
  const all = locales.includes(current) || !isLocale(current) ? locales : [current, ...locales];
  return [{ name: '', choices: all.map((value) => ({ value, label: names.of(value) ?? value })) }];
}

/** True for a language tag that Intl knows. */
export function isLocale(text: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(text).length === 1;
  } catch {
    return false; // not a well-formed language tag
  }
}
