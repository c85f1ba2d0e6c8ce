import { currencies } from '../../money.ts';
import { field, problemSummary, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import type { Problems } from './checks.ts';
import { passwordLength } from './password-rules.ts';
import type { SignUpForm } from './schema.ts';

interface SignInView {
  readonly csrf: string;
  /** Where to go afterwards. */
  readonly next: string;
  readonly email?: string;
  readonly problem?: string;
}

export function signInPage({ csrf, next, email = '', problem }: SignInView): Markup {
  return html`<h1>Sign in</h1>
!${problem === undefined ? '' : html`<p class="problems" role="alert">${problem}</p>`}
<form method="post" action="/sign-in">
<input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="next" value="${next}">
!${field({ name: 'email', label: 'E-mail', type: 'email', value: email, maxLength: 254, autocomplete: 'username' })}
!${field({ name: 'password', label: 'Password', type: 'password', maxLength: 1024, autocomplete: 'current-password' })}
<button>Sign in</button>
</form>
<p>New here? <a href="/sign-up">Sign up</a></p>`;
}

interface SignUpView {
  readonly csrf: string;
  readonly values: Partial<SignUpForm>;
  readonly problems: Problems;
}

export function signUpPage({ csrf, values, problems }: SignUpView): Markup {
  const { name = '', email = '', currency = 'EUR', timeZone = 'UTC' } = values;
  return html`<h1>Sign up</h1>
!${problemSummary(problems)}
<form method="post" action="/sign-up">
<input type="hidden" name="_csrf" value="${csrf}">
!${field({ name: 'name', label: 'Your name', value: name, maxLength: 100, autocomplete: 'name', problem: problems.name })}
!${field({ name: 'email', label: 'E-mail', type: 'email', value: email, maxLength: 254, autocomplete: 'username', problem: problems.email })}
!${field({
    name: 'password',
    label: 'Password',
    type: 'password',
    maxLength: 1024,
    autocomplete: 'new-password',
    hint: `At least ${passwordLength.min} characters. Four words are easy to keep.`,
    problem: problems.password,
  })}
!${select({ name: 'currency', label: 'Currency', value: currency, problem: problems.currency, groups: [{ name: '', choices: currencyChoices() }] })}
!${select({ name: 'timeZone', label: 'Time zone', value: timeZone, problem: problems.timeZone, hint: 'It decides when a day begins.', groups: timeZoneGroups() })}
<button>Sign up</button>
</form>
<p>Have an account? <a href="/sign-in">Sign in</a></p>`;
}

function currencyChoices() {
  const names = new Intl.DisplayNames('en', { type: 'currency' });
  return currencies().map((value) => ({ value, label: `${value} ${names.of(value)}` }));
}

/** By continent, as people look for theirs. */
function timeZoneGroups() {
  const zones = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC');
  const continents = Object.groupBy(zones, (zone) => zone.split('/', 1)[0] ?? '');
  const groups = Object.entries(continents).map(([name, members = []]) => ({
    name,
    choices: members.map((value) => ({
      value,
      label: value.slice(name.length + 1).replaceAll('_', ' ') || value,
    })),
  }));
  return [{ name: '', choices: [{ value: 'UTC', label: 'UTC' }] }, ...groups];
}
