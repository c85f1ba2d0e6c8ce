import { field, hiddenFields, type Problems, problemSummary, radios } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import type { Member } from './members.ts';

export interface BookSettingsView {
  readonly book: { readonly id: string; readonly role: string };
  readonly csrf: string;
  readonly key?: string;
  /** Text of the two forms. */
  readonly name: string;
  readonly email?: string;
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
<h2 class="day">Members</h2><div class="card list"><ul class="rows">!${members.map((member) => row(member, view))}</ul></div>
!${book.role === 'owner' ? joinForm(view) : ''}</div>`;
}

function row({ id, name, email, role }: Member, { book, csrf }: BookSettingsView): Markup {
  const removable = book.role === 'owner' && role !== 'owner';
  const remove = html`<form method="post" action="/books/${book.id}/settings/members/${id}/remove">!${hiddenFields(csrf)}<button class="small secondary">Remove<span class="hidden"> ${name}</span></button></form>`;
  return html`<li><div><span class="what"><b>${name}</b><small>${email}</small></span><span class="badge">${role}</span>!${removable ? remove : ''}</div></li>`;
}

function joinForm({ book, csrf, email = '', problems = {} }: BookSettingsView): Markup {
  const roles = [
    { value: 'editor', label: 'See and change' },
    { value: 'viewer', label: 'Only see' },
  ];
  return html`<h2 class="day">Let somebody in</h2>
<form class="card" method="post" action="/books/${book.id}/settings/members">!${hiddenFields(csrf)}
!${field({ name: 'email', label: 'E-mail', type: 'email', value: email, maxLength: 254, hint: 'They must have signed up already.', problem: problems['email'] })}
!${radios({ name: 'role', label: 'They may', value: 'editor', choices: roles })}
<button>Add</button></form>`;
}
