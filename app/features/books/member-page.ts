import { hiddenFields } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import type { Member } from './members.ts';
import { roleChoice } from './role-choice.ts';

export interface MemberView {
  /** Id of the book. */
  readonly book: string;
  readonly csrf: string;
  readonly member: Member;
}

/** A member's role, and the way out that an owner shows them. */
export function memberPage({ book, csrf, member }: MemberView): Markup {
  const path = `/books/${book}/settings/members/${member.id}`;
  return html`<div class="narrow"><h1>${member.name}</h1><p>${member.email}</p>
<form class="card" method="post" action="${path}/role">!${hiddenFields(csrf)}
!${roleChoice(member.role)}
<p><small>An owner can be made, but not unmade: they stay until they leave.</small></p>
<div class="buttons"><button>Save</button><a href="/books/${book}/settings">Cancel</a></div></form>
<form class="aside" method="post" action="${path}/remove">!${hiddenFields(csrf)}
<button class="secondary">Remove from this book</button>
<small>At once. What they wrote stays.</small></form></div>`;
}
