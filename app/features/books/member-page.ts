import { hiddenFields } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';
import type { Member } from './list-change-and-remove-members.ts';
import { roleChoice } from './role-choice.ts';

export interface MemberView {
  /** Id of the book. */
  readonly book: string;
  readonly csrf: string;
  readonly member: Member;
}

/** Renders a member's role, and the button with which an owner removes them. */
export function memberPage({ book, csrf, member }: MemberView): Markup {
  const path = `/books/${book}/settings/members/${member.id}`;
  return html`<div class="narrow"><h1>${member.name}</h1><p>${member.email}</p>
<form class="card" method="post" action="${path}/role">!${hiddenFields(csrf)}
!${roleChoice(member.role)}
<p><small>${say('books.ownerStays')}</small></p>
<div class="buttons"><button>${say('common.save')}</button><a href="/books/${book}/settings">${say('common.cancel')}</a></div></form>
<form class="aside" method="post" action="${path}/remove">!${hiddenFields(csrf)}
<button class="secondary">${say('books.removeMember')}</button>
<small>${say('books.removeMemberHint')}</small></form></div>`;
}
