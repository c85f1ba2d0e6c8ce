import { field, hiddenFields, type Problems, problemSummary } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import type { Member } from './members.ts';

export interface BookSettingsView {
  readonly book: { readonly id: string; readonly role: string };
  readonly csrf: string;
  readonly key?: string;
  /** Text of the form. */
  readonly name: string;
  readonly members: readonly Member[];
  readonly problems?: Problems;
}

/** The book's name, and who may see or change it. */
export function bookSettingsPage(view: BookSettingsView): Markup {
  const { book, csrf, key, name, members, problems = {} } = view;
  const readOnly = book.role === 'viewer' ? ' disabled' : '';
  return html`<div class="narrow"><h1>This book</h1>
!${problemSummary(problems)}
<form class="card" method="post" action="/books/${book.id}/settings"><fieldset class="plain"!${readOnly}>!${hiddenFields(csrf, key)}
!${field({ name: 'name', label: 'Name', value: name, maxLength: 100, problem: problems['name'] })}
<button>Save</button></fieldset></form>
<h2 class="day">Members</h2><div class="card list"><ul class="rows">!${members.map((member) => row(member, view))}</ul></div></div>`;
}

function row({ id, name, email, role }: Member, { book, csrf }: BookSettingsView): Markup {
  const removable = book.role === 'owner' && role !== 'owner';
  const remove = html`<form method="post" action="/books/${book.id}/settings/members/${id}/remove">!${hiddenFields(csrf)}<button class="small secondary">Remove<span class="hidden"> ${name}</span></button></form>`;
  return html`<li><div><span class="what"><b>${name}</b><small>${email}</small></span><span class="badge">${role}</span>!${removable ? remove : ''}</div></li>`;
}
