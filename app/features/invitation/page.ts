import type { ToBook } from '../../invitation.ts';
import { html, type Markup } from '../../web/html.ts';
import { roleMeanings } from '../../web/words.ts';

/** For somebody who is signed in: who invites to what, and the button that takes it up. */
export function acceptPage({ book, inviter, role }: ToBook, token: string, csrf: string): Markup {
  return html`<h1>${inviter} invites you</h1>
<p>To the book “${book.name}”, as its ${role}. ${roleMeanings[role]} All members see your name and your e-mail address.</p>
<form method="post" action="/invitation"><input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="token" value="${token}">
<div class="buttons"><button>Join this book</button><a href="/">Not now</a></div></form>`;
}

/** The link stays, for somebody else. */
export function memberAlreadyPage({ book, ownRole }: ToBook): Markup {
  return html`<h1>You are a member already</h1>
<p>You are in the book “${book.name}”, as its ${ownRole ?? ''}. The link was not used: it is good for somebody else.</p>
<p><a class="button" href="/books/${book.id}">Open the book</a></p>`;
}

/** For a visitor: the ways in, both of which lead back to the invitation. */
export function visitorPage({ book, inviter, role }: ToBook, token: string, maySignUp: boolean): Markup {
  const here = encodeURIComponent(`/invitation?token=${encodeURIComponent(token)}`);
  const signUp = html`<a class="button" href="/sign-up?invitation=${encodeURIComponent(token)}">Sign up</a>`;
  return html`<h1>${inviter} invites you</h1>
<p>To the book “${book.name}”, as its ${role}. ${roleMeanings[role]}</p>
<p>${maySignUp ? 'Sign in if you have an account here, or make one.' : 'Sign in to join. New accounts are not made here.'}</p>
<p class="buttons">!${maySignUp ? signUp : ''}<a class="button secondary" href="/sign-in?next=${here}">Sign in</a></p>`;
}
