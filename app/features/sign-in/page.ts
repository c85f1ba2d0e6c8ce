import { field } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';

interface SignInView {
  readonly csrf: string;
  /** Where to go afterwards. */
  readonly next: string;
  /** Whether anybody may sign up. */
  readonly open: boolean;
  /** The form that was sent from a session that was over, sealed. */
  readonly kept?: string | undefined;
  readonly email?: string;
  readonly problem?: string;
}

export function signInPage({ csrf, next, open, kept, email = '', problem }: SignInView): Markup {
  return html`<h1>Sign in</h1>
!${problem === undefined ? '' : html`<p class="problems" role="alert">${problem}</p>`}
<form method="post" action="/sign-in">
<input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="next" value="${next}">!${kept === undefined ? '' : html`<input type="hidden" name="kept" value="${kept}">`}
!${field({ name: 'email', label: 'E-mail', type: 'email', value: email, maxLength: 254, autocomplete: 'username' })}
!${field({ name: 'password', label: 'Password', type: 'password', maxLength: 1024, autocomplete: 'current-password' })}
<button>Sign in</button>
</form>
!${open ? html`<p>New here? <a href="/sign-up">Sign up</a></p>` : ''}`;
}
