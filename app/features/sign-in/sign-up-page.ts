import type { Invitation } from '../../find-invitation.ts';
import type { Role } from '../../plugins/person-and-book-authorization.ts';
import { zoneName } from '../../time-zones.ts';
import { currencyChoices } from '../../web/currency-choices.ts';
import { field, problemSummary, select } from '../../web/forms.ts';
import { asset } from '../../web/hashed-static-file-url.ts';
import { html, type Markup } from '../../web/html.ts';
import { localeChoices } from '../../web/locale-choices.ts';
import type { MessageKey } from '../../words/languages.ts';
import { say, sayMarkup } from '../../words/say.ts';
import { newPasswordField } from './new-password-field.ts';
import type { SignUpForm } from './schema.ts';
import type { Problems } from './validate-sign-up-form.ts';

interface SignUpView {
  readonly csrf: string;
  /** Invitation link used to sign up, with its token. @default none - open sign-up */
  readonly link?: { readonly token: string; readonly to: Invitation } | undefined;
  readonly values: Partial<SignUpForm>;
  /** Preselected while nothing is chosen. @default none - the form was sent */
  readonly guess?: Guess;
  readonly problems: Problems;
}

/** What the browser's language tells; undefined where it tells nothing. The browser's script knows the time zone better. */
interface Guess {
  readonly locale: string;
  readonly currency: string | undefined;
  readonly timeZone: string | undefined;
}

export function signUpPage({ csrf, link, values, problems, guess }: SignUpView): Markup {
  const { name = '', email = '', locale = guess?.locale ?? 'en' } = values;
  const back = link?.to.book ? `?next=${encodeURIComponent(`/invitation?token=${link.token}`)}` : '';
  return html`<h1>${say('common.signUp')}</h1>
!${link ? html`<p>${meaning(link.to)}</p>` : ''}
!${problemSummary(problems)}
<form method="post" action="/sign-up">
<input type="hidden" name="_csrf" value="${csrf}">!${link ? html`<input type="hidden" name="invitation" value="${link.token}">` : ''}
!${field({ name: 'name', label: say('common.yourName'), value: name, autocomplete: 'name', problem: problems.name })}
!${field({ name: 'email', label: say('signIn.email'), type: 'email', value: email, maxLength: 254, autocomplete: 'username', problem: problems.email })}
!${newPasswordField({ label: say('signIn.password'), note: say('signIn.fourWords'), problem: problems.password })}
!${guess ? html`<p class="guessed">${say('signIn.guessed')}</p>` : ''}
!${currencyField(values.currency, guess, problems)}
!${select({ name: 'locale', label: say('common.locale'), value: locale, problem: problems.locale, groups: localeChoices(locale) })}
!${zoneField(values.timeZone, guess, problems)}
<button>${say('common.signUp')}</button>
</form>
<p>!${sayMarkup('signIn.haveAccount', { a: (within) => html`<a href="/sign-in${back}">!${within}</a>` })}</p>
!${values.timeZone === undefined ? html`<script src="!${asset('time-zone.js')}" defer></script>` : ''}`;
}

function meaning(to: Invitation): string {
  if (!to.book) return say('signIn.firstPerson');
  const { inviter, book, role } = to;
  return `${say(invited[role], { inviter, book: book.name })} ${say('signIn.memberBySignUp')}`;
}

const invited = {
  owner: 'signIn.invitedAsOwner',
  editor: 'signIn.invitedAsEditor',
  viewer: 'signIn.invitedAsViewer',
} as const satisfies Record<Role, MessageKey>;

/** Page shown when sign-up is closed, or needs a link. */
export function noSignUpPage(mode: 'invited' | 'closed'): Markup {
  return html`<h1>${say(mode === 'invited' ? 'signIn.byInvitation' : 'signIn.closed')}</h1>
<p>${say(mode === 'invited' ? 'signIn.byInvitationHint' : 'signIn.closedHint')}</p>
<p><a href="/sign-in">${say('common.signIn')}</a></p>`;
}

function currencyField(chosen: string | undefined, guess: Guess | undefined, problems: Problems): Markup {
  const isUnknown = guess !== undefined && guess.currency === undefined;
  return select({
    ...{ name: 'currency', label: say('common.currency'), value: chosen ?? guess?.currency ?? 'EUR' },
    ...{ problem: problems.currency, groups: currencyChoices() },
    ...(isUnknown && { hint: say('signIn.unknownCurrency') }),
  });
}

function zoneField(chosen: string | undefined, guess: Guess | undefined, problems: Problems): Markup {
  const isUnknown = guess !== undefined && guess.timeZone === undefined;
  const list = select({
    ...{ name: 'timeZone', label: say('common.timeZone'), value: chosen ?? guess?.timeZone ?? 'UTC' },
    ...{ problem: problems.timeZone, hint: say('signIn.timeZoneHint'), groups: timeZoneGroups() },
  });
  return isUnknown
    ? html`!${list}<noscript><p><small>${say('signIn.unknownZone')}</small></p></noscript>`
    : list;
}

/** Choices of time zones, grouped by continent. */
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
