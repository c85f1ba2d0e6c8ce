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

export interface SafetyView {
  readonly csrf: string;
  readonly email: string;
  readonly sessions: readonly SessionEntry[];
  readonly person: { readonly locale: string; readonly timeZone: string };
  readonly problems?: { current?: string; password?: string };
}

export function safetyPage({ csrf, email, sessions, person, problems = {} }: SafetyView): Markup {
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
!${sessions.length > 1 ? endButton('others', 'Sign out everywhere else', csrf) : ''}`;
}

function sessionItem(
  session: SessionEntry,
  csrf: string,
  { locale, timeZone }: SafetyView['person'],
): Markup {
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const times = `since ${moment.format(session.createdAt)}, last used ${moment.format(session.seenAt)}`;
  const action = session.here
    ? html`<p><strong>This is where you are now.</strong></p>`
    : endButton(session.id, 'Sign out there', csrf);
  return html`<li><p>${session.userAgent || 'Unknown browser'}<br><small>${times}</small></p>!${action}</li>`;
}

function endButton(session: string, label: string, csrf: string): Markup {
  return html`<form method="post" action="/settings/sessions/end"><input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="session" value="${session}"><button class="link">${label}</button></form>`;
}
