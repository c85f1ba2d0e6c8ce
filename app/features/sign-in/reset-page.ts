import { problemSummary } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';
import { newPasswordField } from './new-password-field.ts';

export interface ResetView {
  readonly csrf: string;
  /** The link's token, which the form sends back. */
  readonly token: string;
  /** Error message for the password. */
  readonly problem?: string;
}

/** Renders the form for a new password; does not say whose it is, because a link may have fallen into the wrong hands. */
export function resetPage({ csrf, token, problem }: ResetView): Markup {
  return html`<h1>${say('signIn.chooseNewPassword')}</h1>
!${problemSummary(problem === undefined ? {} : { password: problem })}
<form method="post" action="/reset-password">
<input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="token" value="${token}">
!${newPasswordField({ label: say('signIn.newPassword'), note: say('signIn.fourWords'), problem })}
<button>${say('signIn.setPassword')}</button>
</form>
<p>${say('signIn.signsOutEverywhere')}</p>`;
}

/** Page for any invalid link: used, expired or never made, without a difference. */
export function worthlessResetPage(): Markup {
  return html`<h1>${say('common.invalidLink')}</h1>
<p>${say('signIn.worthlessLink')}</p>
<p><a href="/sign-in">${say('common.signIn')}</a></p>`;
}
