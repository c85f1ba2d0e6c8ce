import { momentText } from '../../format-days-and-times.ts';
import { field, problemSummary } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { type PlainKey, say } from '../../words/say.ts';
import { newPasswordField } from './new-password-field.ts';

/** A session of the person. */
export interface SessionEntry {
  readonly id: string;
  readonly userAgent: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  /** True for the current session. */
  readonly here: boolean;
}

/** An event in the history of a person's password. */
export interface SafetyEvent {
  readonly kind: keyof typeof eventWords;
  readonly at: Date;
}

export interface SafetyView {
  readonly csrf: string;
  readonly email: string;
  readonly sessions: readonly SessionEntry[];
  /** Newest first. */
  readonly events: readonly SafetyEvent[];
  readonly person: { readonly locale: string; readonly timeZone: string };
  readonly problems?: { current?: string; password?: string };
}

export function sessionsAndPasswordPage({
  csrf,
  email,
  sessions,
  events,
  person,
  problems = {},
}: SafetyView): Markup {
  return html`<h1>${say('common.passwordAndSessions')}</h1>
!${problemSummary(problems)}
<form method="post" action="/settings/password">
<input type="hidden" name="_csrf" value="${csrf}">
<input type="hidden" name="username" value="${email}" autocomplete="username">
!${field({
    name: 'current',
    label: say('signIn.passwordNow'),
    type: 'password',
    maxLength: 1024,
    autocomplete: 'current-password',
    problem: problems.current,
  })}
!${newPasswordField({ label: say('signIn.newPassword'), note: say('signIn.signsOutElsewhere'), problem: problems.password })}
<button>${say('signIn.changePassword')}</button>
</form>
<h2>${say('signIn.sessions')}</h2>
<ul class="sessions">!${sessions.map((session) => sessionItem(session, csrf, person))}</ul>
!${sessions.length > 1 ? endButton('others', say('signIn.signOutElsewhere'), csrf) : ''}
!${events.length > 0 ? eventList(events, person) : ''}`;
}

const eventWords = {
  'password-changed': 'signIn.passwordChanged',
  'reset-link-made': 'signIn.resetLinkMade',
  'reset-link-used': 'signIn.resetLinkUsed',
} as const satisfies Record<string, PlainKey>;

function eventList(events: readonly SafetyEvent[], person: SafetyView['person']): Markup {
  const moment = momentFormat(person);
  const items = events.map(
    ({ kind, at }) => html`<li><p>${say(eventWords[kind])}<br><small>${moment.format(at)}</small></p></li>`,
  );
  return html`<h2>${say('signIn.passwordEvents')}</h2>
<ul class="sessions">!${items}</ul>`;
}

function momentFormat({ locale, timeZone }: SafetyView['person']) {
  return { format: (at: Date) => momentText(at, locale, timeZone) };
}

function sessionItem(session: SessionEntry, csrf: string, person: SafetyView['person']): Markup {
  const moment = momentFormat(person);
  const times = say('signIn.sessionTimes', {
    created: moment.format(session.createdAt),
    seen: moment.format(session.seenAt),
  });
  const action = session.here
    ? html`<p><strong>${say('signIn.sessionHere')}</strong></p>`
    : endButton(session.id, say('signIn.signOutThere'), csrf);
  return html`<li><p>${session.userAgent || say('signIn.unknownBrowser')}<br><small>${times}</small></p>!${action}</li>`;
}

function endButton(session: string, label: string, csrf: string): Markup {
  return html`<form method="post" action="/settings/sessions/end"><input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="session" value="${session}"><button class="link">${label}</button></form>`;
}
