import { field } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { say, sayMarkup } from '../../words/say.ts';

interface SignInView {
  readonly csrf: string;
  /** Path to go to afterwards. */
  readonly next: string;
  /** True when anybody may sign up. */
  readonly open: boolean;
  /** Sealed form that was sent after the session had expired. */
  readonly kept?: string | undefined;
  readonly email?: string;
  readonly problem?: string;
}

export function signInPage({ csrf, next, open, kept, email = '', problem }: SignInView): Markup {
  return html`<h1>${say('common.signIn')}</h1>
!${problem === undefined ? '' : html`<p class="problems" role="alert">${problem}</p>`}
<form method="post" action="/sign-in">
<input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="next" value="${next}">!${kept === undefined ? '' : html`<input type="hidden" name="kept" value="${kept}">`}
!${field({ name: 'email', label: say('signIn.email'), type: 'email', value: email, maxLength: 254, autocomplete: 'username' })}
!${field({ name: 'password', label: say('signIn.password'), type: 'password', maxLength: 1024, autocomplete: 'current-password' })}
<button>${say('common.signIn')}</button>
</form>
!${open ? html`<p>!${sayMarkup('signIn.newHere', { a: (within) => html`<a href="/sign-up">!${within}</a>` })}</p>` : ''}`;
}
