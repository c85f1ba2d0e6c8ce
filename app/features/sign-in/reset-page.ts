import { field, problemSummary } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { passwordLength } from './password-rules.ts';

export interface ResetView {
  readonly csrf: string;
  /** Of the link, which the form brings back. */
  readonly token: string;
  /** What is wrong with the password. */
  readonly problem?: string;
}

/** Asks for a new password; whose it is stays unsaid, because a link may have come into the wrong hands. */
export function resetPage({ csrf, token, problem }: ResetView): Markup {
  return html`<h1>Choose a new password</h1>
!${problemSummary(problem === undefined ? {} : { password: problem })}
<form method="post" action="/reset-password">
<input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="token" value="${token}">
!${field({
    name: 'password',
    label: 'New password',
    type: 'password',
    maxLength: 1024,
    autocomplete: 'new-password',
    hint: `At least ${passwordLength.min} characters. Four words are easy to keep.`,
    problem,
  })}
<button>Set password</button>
</form>
<p>This signs you out everywhere. Then sign in with the new password.</p>`;
}

/** Says the same of a link that was used, of one that is over, and of one that never was. */
export const worthlessResetPage = html`<h1>This link does not work</h1>
<p>It was used already, is older than an hour, was replaced by a newer one, or is not whole. Ask whoever runs this site for another one.</p>
<p><a href="/sign-in">Sign in</a></p>`;
