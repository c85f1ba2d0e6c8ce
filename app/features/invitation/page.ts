import type { ToBook } from '../../find-invitation.ts';
import type { Role } from '../../plugins/person-and-book-authorization.ts';
import { html, type Markup } from '../../web/html.ts';
import type { MessageKey } from '../../words/languages.ts';
import { say } from '../../words/say.ts';

/** Page for signed-in people: inviter, book, role, and a button to accept. */
export function acceptPage({ book, inviter, role }: ToBook, token: string, csrf: string): Markup {
  return html`<h1>${say('invitation.invites', { inviter })}</h1>
<p>${say(toBook[role], { book: book.name })} ${say(`roleMeanings.${role}`)} ${say('invitation.membersSeeYou')}</p>
<form method="post" action="/invitation"><input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="token" value="${token}">
<div class="buttons"><button>${say('invitation.join')}</button><a href="/">${say('invitation.notNow')}</a></div></form>`;
}

/** Page for members of the book; the link stays valid for somebody else. */
export function memberAlreadyPage(book: ToBook['book'], role: Role): Markup {
  return html`<h1>${say('invitation.alreadyMember')}</h1>
<p>${say(inBook[role], { book: book.name })} ${say('invitation.linkNotUsed')}</p>
<p><a class="button" href="/books/${book.id}">${say('invitation.openBook')}</a></p>`;
}

/** Page for visitors: links to sign up or sign in, both of which return to the invitation. */
export function visitorPage({ book, inviter, role }: ToBook, token: string, maySignUp: boolean): Markup {
  const here = encodeURIComponent(`/invitation?token=${encodeURIComponent(token)}`);
  const signUp = html`<a class="button" href="/sign-up?invitation=${encodeURIComponent(token)}">${say('common.signUp')}</a>`;
  return html`<h1>${say('invitation.invites', { inviter })}</h1>
<p>${say(toBook[role], { book: book.name })} ${say(`roleMeanings.${role}`)}</p>
<p>${say(maySignUp ? 'invitation.signInOrUp' : 'invitation.signInOnly')}</p>
<p class="buttons">!${maySignUp ? signUp : ''}<a class="button secondary" href="/sign-in?next=${here}">${say('common.signIn')}</a></p>`;
}

const toBook = {
  owner: 'invitation.toBookAsOwner',
  editor: 'invitation.toBookAsEditor',
  viewer: 'invitation.toBookAsViewer',
} as const satisfies Record<Role, MessageKey>;

const inBook = {
  owner: 'invitation.inBookAsOwner',
  editor: 'invitation.inBookAsEditor',
  viewer: 'invitation.inBookAsViewer',
} as const satisfies Record<Role, MessageKey>;
