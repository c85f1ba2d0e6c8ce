import { momentText } from '../../calendar.ts';
import { field, problemSummary } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { passwordLength } from './password-rules.ts';

/** One place where a person is signed in. */
export interface SessionEntry {
  readonly id: string;
  readonly userAgent: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  /** The one that asks. */
  readonly here: boolean;
}

/** Something that happened to a person's way in. */
export interface SafetyEvent {
  readonly kind: keyof typeof eventWords;
  readonly at: Date;
}

export interface SafetyView {
  readonly csrf: string;
  readonly email: string;
  readonly sessions: readonly SessionEntry[];
  /** The newest first. */
  readonly events: readonly SafetyEvent[];
  readonly person: { readonly locale: string; readonly timeZone: string };
  readonly problems?: { current?: string; password?: string };
}

export function safetyPage({ csrf, email, sessions, events, person, problems = {} }: SafetyView): Markup {
  return html`<h1>Password and sessions</h1>
!${problemSummary(problems)}
<form method="post" action="/settings/password">
<input type="hidden" name="_csrf" value="${csrf}">
<input type="hidden" name="username" value="${email}" autocomplete="username">
!${field({
    name: 'current',
    label: 'Password now',
    type: 'password',
    maxLength: 1024,
    autocomplete: 'current-password',
    problem: problems.current,
  })}
!${field({
    name: 'password',
    label: 'New password',
    type: 'password',
    maxLength: 1024,
    autocomplete: 'new-password',
    hint: `At least ${passwordLength.min} characters. Everywhere else you are signed out.`,
    problem: problems.password,
  })}
<button>Change password</button>
</form>
<h2>Where you are signed in</h2>
<ul class="sessions">!${sessions.map((session) => sessionItem(session, csrf, person))}</ul>
!${sessions.length > 1 ? endButton('others', 'Sign out everywhere else', csrf) : ''}
!${events.length > 0 ? eventList(events, person) : ''}`;
}

const eventWords = {
  'password-changed': 'Password changed',
  'reset-link-made': 'Link to a new password made, and signed out everywhere, by whoever runs this site',
  'reset-link-used': 'New password set by that link',
} as const;

function eventList(events: readonly SafetyEvent[], person: SafetyView['person']): Markup {
  const moment = momentFormat(person);
  const items = events.map(
    ({ kind, at }) => html`<li><p>${eventWords[kind]}<br><small>${moment.format(at)}</small></p></li>`,
  );
  return html`<h2>What happened to your password</h2>
<ul class="sessions">!${items}</ul>`;
}

function momentFormat({ locale, timeZone }: SafetyView['person']) {
  return { format: (at: Date) => momentText(at, locale, timeZone) };
}

function sessionItem(session: SessionEntry, csrf: string, person: SafetyView['person']): Markup {
  const moment = momentFormat(person);
  const times = `since ${moment.format(session.createdAt)}, last used ${moment.format(session.seenAt)}`;
  const action = session.here
    ? html`<p><strong>This is where you are now.</strong></p>`
    : endButton(session.id, 'Sign out there', csrf);
  return html`<li><p>${session.userAgent || 'Unknown browser'}<br><small>${times}</small></p>!${action}</li>`;
}

function endButton(session: string, label: string, csrf: string): Markup {
  return html`<form method="post" action="/settings/sessions/end"><input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="session" value="${session}"><button class="link">${label}</button></form>`;
}
