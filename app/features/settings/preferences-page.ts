import { currencies } from '../../currencies.ts';
import { timeZones, zoneName } from '../../time-zones.ts';
import { currencyLabel } from '../../web/currency-choices.ts';
import { field, type Problems, problemSummary, radios, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { localeChoices } from '../../web/locale-choices.ts';
import { type PlainKey, say } from '../../words/say.ts';
import { dateFormats, type Preferences, themes } from './validate-preferences.ts';

export interface PreferencesView {
  readonly csrf: string;
  readonly values: Preferences;
  readonly problems?: Problems;
}

export function preferencesPage({ csrf, values, problems = {} }: PreferencesView): Markup {
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
  return html`<h1>${say('settings.title')}</h1>
!${problemSummary(problems)}
<form method="post" action="/settings"><input type="hidden" name="_csrf" value="${csrf}">
!${field({ name: 'name', label: say('common.yourName'), value: values.name, autocomplete: 'name', problem: problems['name'] })}
!${radios({ name: 'theme', label: say('settings.look'), value: values.theme, choices: themes.map((value) => ({ value, label: say(themeWords[value]) })), problem: problems['theme'] })}
!${select({ name: 'locale', label: say('common.locale'), value: values.locale, problem: problems['locale'], groups: localeChoices(values.locale) })}
!${chosen('dateFormat', say('settings.dates'), dateFormats, (format) => (format === 'locale' ? say('settings.datesOfLocale') : format))}
!${chosen('timeZone', say('common.timeZone'), timeZones(), zoneName, say('settings.timeZoneHint'))}
!${chosen('currency', say('common.currency'), currencies(), currencyLabel, say('settings.currencyHint'))}
<button>${say('common.save')}</button>
</form>
<p><a href="/settings/sign-in">${say('common.passwordAndSessions')}</a></p>
<p><a href="/settings/tokens">${say('tokens.title')}</a></p>`;
}

const themeWords = {
  system: 'settings.lookOfDevice',
  light: 'settings.lookLight',
  dark: 'settings.lookDark',
} as const satisfies Record<(typeof themes)[number], PlainKey>;
