import { zoneName } from '../../calendar.ts';
import type { Invitation } from '../../invitation.ts';
import { asset } from '../../web/assets.ts';
import { currencyChoices } from '../../web/currency-choices.ts';
import { field, problemSummary, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import type { Problems } from './checks.ts';
import { passwordLength } from './password-rules.ts';
import type { SignUpForm } from './schema.ts';

interface SignUpView {
  readonly csrf: string;
  /** By which they sign up, and its token. @default none, where anybody may */
  readonly link?: { readonly token: string; readonly to: Invitation } | undefined;
  readonly values: Partial<SignUpForm>;
  /** What to offer while nobody has chosen; a script of the browser knows better. @default 'UTC' */
  readonly guessedZone?: string | undefined;
  readonly problems: Problems;
}

export function signUpPage({ csrf, link, values, problems, guessedZone = 'UTC' }: SignUpView): Markup {
  const { name = '', email = '', currency = 'EUR', timeZone = guessedZone } = values;
  const back = link?.to.book ? `?next=${encodeURIComponent(`/invitation?token=${link.token}`)}` : '';
  return html`<h1>Sign up</h1>
!${link ? html`<p>${meaning(link.to)}</p>` : ''}
!${problemSummary(problems)}
<form method="post" action="/sign-up">
<input type="hidden" name="_csrf" value="${csrf}">!${link ? html`<input type="hidden" name="invitation" value="${link.token}">` : ''}
!${field({ name: 'name', label: 'Your name', value: name, autocomplete: 'name', problem: problems.name })}
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
!${select({ name: 'currency', label: 'Currency', value: currency, problem: problems.currency, groups: currencyChoices() })}
!${select({ name: 'timeZone', label: 'Time zone', value: timeZone, problem: problems.timeZone, hint: 'It decides when a day begins.', groups: timeZoneGroups() })}
<button>Sign up</button>
</form>!${values.timeZone === undefined ? html`<script src="!${asset('time-zone.js')}" defer></script>` : ''}
<p>Have an account? <a href="/sign-in${back}">Sign in</a></p>`;
}

function meaning(to: Invitation): string {
  if (!to.book) return 'You are the first person here. This link is used up with your sign-up.';
  return `${to.inviter} invites you to the book “${to.book.name}”, as its ${to.role}. You are a member with your sign-up; all members see your name and your e-mail address.`;
}

/** Where nobody signs up, or nobody without a link. */
export function noSignUpPage(mode: 'invited' | 'closed'): Markup {
  return html`<h1>${mode === 'invited' ? 'By invitation only' : 'No new accounts'}</h1>
<p>${mode === 'invited' ? 'Ask the owner of a book for a link: you sign up by it.' : 'Nobody can sign up here at present.'}</p>
<p><a href="/sign-in">Sign in</a></p>`;
}

/** By continent, as people look for theirs. */
function timeZoneGroups() {
  const zones = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC');
  const continents = Object.groupBy(zones, (zone) => zone.split('/', 1)[0] ?? '');
  const groups = Object.entries(continents).map(([name, members = []]) => ({
    name,
    choices: members.map((value) => ({
      value,
      label: zoneName(value).slice(name.length + 1) || value,
    })),
  }));
  return [{ name: '', choices: [{ value: 'UTC', label: 'UTC' }] }, ...groups];
}
