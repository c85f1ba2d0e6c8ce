import { shortDay, timeZones, todayIn, type Writing, weekdayName, zoneName } from '../../calendar.ts';
import { field, hiddenFields, type Problems, problemSummary, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { roleWords } from '../../web/words.ts';
import type { OpenInvitation } from './invitations.ts';
import type { Member } from './members.ts';
import { roleChoice } from './role-choice.ts';
import { LAST_START, type SettingsDraft } from './settings-form.ts';

export interface BookSettingsView {
  readonly book: { readonly id: string; readonly role: string; readonly timeZone: string };
  readonly person: Writing & { readonly id: string };
  readonly csrf: string;
  readonly key?: string;
  readonly draft: SettingsDraft;
  readonly members: readonly Member[];
  /** Empty for all but owners. */
  readonly invitations: readonly OpenInvitation[];
  readonly problems?: Problems;
}

/** The book's name and calendar, and who may see or change it. */
export function bookSettingsPage(view: BookSettingsView): Markup {
  const { book, members, problems = {} } = view;
  return html`<div class="narrow"><h1>This book</h1>
!${problemSummary(problems)}
!${book.role === 'viewer' ? shown(view) : settingsForm(view)}
<h2 class="day">Members</h2><div class="card list"><ul class="rows">!${members.map((member) => memberRow(member, view))}</ul></div>
!${book.role === 'owner' ? inviting(view) : ''}
<h2 class="day">Leave</h2><div class="card">!${leaving(view)}</div></div>`;
}

function settingsForm({ book, person, csrf, key, draft, problems = {} }: BookSettingsView): Markup {
  return html`<form class="card" method="post" action="/books/${book.id}/settings">!${hiddenFields(csrf, key)}
!${field({ name: 'name', label: 'Name', value: draft.name, problem: problems['name'] })}
!${select({ name: 'timeZone', label: 'Time zone', value: draft.timeZone, groups: zoneChoices(draft.timeZone), hint: 'It decides which day it is in this book, for everybody.', problem: problems['timeZone'] })}
!${select({ name: 'monthStart', label: 'Months begin on', value: draft.monthStart, groups: startChoices, hint: 'The day on which you are paid, if you reckon from there.', problem: problems['monthStart'] })}
!${select({ name: 'weekStart', label: 'Weeks begin on', value: draft.weekStart, groups: weekChoices(person.locale), problem: problems['weekStart'] })}
<button>Save</button></form>`;
}

/** For those who may not change it. */
function shown({ person, draft }: BookSettingsView): Markup {
  const facts = [
    ['Name', draft.name],
    ['Time zone', zoneName(draft.timeZone)],
    ['Months begin on', `Day ${draft.monthStart}`],
    ['Weeks begin on', weekdayName(Number(draft.weekStart), person.locale)],
  ];
  const rows = facts.map(
    ([what, is]) => html`<li><div><span class="what"><small>${what}</small><b>${is}</b></span></div></li>`,
  );
  return html`<div class="card list"><ul class="rows">!${rows}</ul></div>`;
}

/** Also a zone that has another name by now. */
function zoneChoices(current: string) {
  const zones = timeZones();
  const all = zones.includes(current) ? zones : [current, ...zones];
  return [{ name: '', choices: all.map((value) => ({ value, label: zoneName(value) })) }];
}

const startChoices = [
  {
    name: '',
    choices: Array.from({ length: LAST_START }, (_, index) => ({
      value: String(index + 1),
      label: `Day ${index + 1}`,
    })),
  },
];

function weekChoices(locale: string) {
  const choices = [1, 2, 3, 4, 5, 6, 7].map((day) => ({
    value: String(day),
    label: weekdayName(day, locale),
  }));
  return [{ name: '', choices }];
}

function memberRow({ id, name, email, role }: Member, { book }: BookSettingsView): Markup {
  const who = html`<span class="what"><b>${name}</b><small>${email}</small></span><span class="badge">${roleWords[role]}</span>`;
  return book.role === 'owner' && role !== 'owner'
    ? html`<li><a href="/books/${book.id}/settings/members/${id}">!${who}!${icon('forward')}</a></li>`
    : html`<li><div>!${who}</div></li>`;
}

function inviting(view: BookSettingsView): Markup {
  const { book, person, csrf, invitations } = view;
  const path = `/books/${book.id}/settings/invitations`;
  const rows = invitations.map(({ id, role, madeBy, endsAt }) => {
    const until = shortDay(todayIn(book.timeZone, endsAt), person);
    return html`<li><div><span class="what"><b>Link for one ${role}</b><small>Until ${until}, by ${madeBy}</small></span>
<form method="post" action="${path}/${id}/withdraw">!${hiddenFields(csrf)}<button class="small secondary">Take back<span class="hidden"> the link for one ${role}, by ${madeBy}</span></button></form></div></li>`;
  });
  return html`<h2 class="day">Invite somebody</h2>
<form class="card" method="post" action="${path}">!${hiddenFields(csrf)}
!${roleChoice('editor')}
<button>Make a link</button></form>
!${rows.length > 0 ? html`<div class="card list aside"><ul class="rows">!${rows}</ul></div>` : ''}`;
}

function leaving({ book, person, members, csrf }: BookSettingsView): Markup {
  if (members.length === 1) {
    return html`<p class="plain">You are the only member, and after you nobody could open this book. To give it away, invite an owner first.</p>`;
  }
  const isOnlyOwner =
    book.role === 'owner' && !members.some(({ id, role }) => role === 'owner' && id !== person.id);
  if (isOnlyOwner) {
    return html`<p class="plain">A book needs an owner. Make another member one, or invite one; then you can leave.</p>`;
  }
  return html`<details><summary>Leave this book</summary>
<form method="post" action="/books/leave"><input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="book" value="${book.id}">
<p>You will not see it any more, and come back only by another invitation. What you wrote stays.</p>
<button class="danger">Leave</button></form></details>`;
}
