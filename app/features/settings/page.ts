import { timeZones, zoneName } from '../../calendar.ts';
import { currencies } from '../../money.ts';
import { currencyLabel } from '../../web/currency-choices.ts';
import { field, type Problems, problemSummary, radios, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { dateFormats, locales, type Preferences, themes } from './preferences.ts';

export interface PreferencesView {
  readonly csrf: string;
  readonly values: Preferences;
  readonly problems?: Problems;
}

export function preferencesPage({ csrf, values, problems = {} }: PreferencesView): Markup {
  const languageNames = new Intl.DisplayNames('en', { type: 'language' });
  const chosen = (
    name: keyof Preferences,
    label: string,
    choices: readonly string[],
    words: (value: string) => string,
    hint?: string,
  ) =>
    select({
      name,
      label,
      value: values[name],
      problem: problems[name],
      groups: [{ name: '', choices: choices.map((value) => ({ value, label: words(value) })) }],
      ...(hint && { hint }),
    });
  const known = locales.includes(values.locale) || problems['locale'] ? locales : [values.locale, ...locales];
  return html`<h1>Settings</h1>
!${problemSummary(problems)}
<form method="post" action="/settings"><input type="hidden" name="_csrf" value="${csrf}">
!${field({ name: 'name', label: 'Your name', value: values.name, autocomplete: 'name', problem: problems['name'] })}
!${radios({ name: 'theme', label: 'Look', value: values.theme, choices: themes.map((value) => ({ value, label: themeWords[value] })), problem: problems['theme'] })}
!${chosen('locale', 'Numbers and dates as in', known, (code) => languageNames.of(code) ?? code)}
!${chosen('dateFormat', 'Dates', dateFormats, (format) => (format === 'locale' ? 'As the language has it' : format))}
!${chosen('timeZone', 'Time zone', timeZones(), zoneName, 'What a new book starts with. Your sessions are shown in it.')}
!${chosen('currency', 'Currency', currencies(), currencyLabel, 'What a new book starts with.')}
<button>Save</button>
</form>
<p><a href="/settings/sign-in">Password and sessions</a></p>`;
}

const themeWords = { system: 'Like the device', light: 'Light', dark: 'Dark' };
