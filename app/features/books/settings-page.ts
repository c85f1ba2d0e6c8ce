import { shortDay, type Writing, weekdayName } from '../../format-days-and-times.ts';
import type { Role } from '../../plugins/person-and-book-authorization.ts';
import { timeZones, todayIn, zoneName } from '../../time-zones.ts';
import { factList } from '../../web/fact-list.ts';
import { field, hiddenFields, type Problems, problemSummary, select } from '../../web/forms.ts';
import { hidden, html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import type { MessageKey } from '../../words/languages.ts';
import { say, sayMarkup } from '../../words/say.ts';
import type { OpenInvitation } from './invitations.ts';
import type { Member } from './list-change-and-remove-members.ts';
import { LAST_START, type SettingsDraft } from './read-settings-form.ts';
import { roleChoice } from './role-choice.ts';

export interface BookSettingsView {
  readonly book: { readonly id: string; readonly role: string; readonly timeZone: string };
  readonly person: Writing & { readonly id: string };
  readonly csrf: string;
  readonly key?: string;
  readonly draft: SettingsDraft;
  readonly members: readonly Member[];
  /** Empty except for owners. */
  readonly invitations: readonly OpenInvitation[];
  readonly problems?: Problems;
}

/** Renders the book's name and calendar, and its members. */
export function bookSettingsPage(view: BookSettingsView): Markup {
  const { book, members, problems = {} } = view;
  return html`<div class="narrow"><h1>${say('books.thisBook')}</h1>
!${problemSummary(problems)}
!${book.role === 'viewer' ? shown(view) : settingsForm(view)}
<h2 class="day">${say('books.members')}</h2><div class="card list"><ul class="rows">!${members.map((member) => memberRow(member, view))}</ul></div>
!${book.role === 'owner' ? inviting(view) : ''}
<h2 class="day">${say('books.leave')}</h2><div class="card">!${leaving(view)}</div></div>`;
}

function settingsForm({ book, person, csrf, key, draft, problems = {} }: BookSettingsView): Markup {
  return html`<form class="card" method="post" action="/books/${book.id}/settings">!${hiddenFields(csrf, key)}
!${field({ name: 'name', label: say('common.name'), value: draft.name, problem: problems['name'] })}
!${select({ name: 'timeZone', label: say('common.timeZone'), value: draft.timeZone, groups: zoneChoices(draft.timeZone), hint: say('books.timeZoneHint'), problem: problems['timeZone'] })}
!${select({ name: 'monthStart', label: say('books.monthStart'), value: draft.monthStart, groups: startChoices(), hint: say('books.monthStartHint'), problem: problems['monthStart'] })}
!${select({ name: 'weekStart', label: say('books.weekStart'), value: draft.weekStart, groups: weekChoices(person.locale), problem: problems['weekStart'] })}
<button>${say('common.save')}</button></form>`;
}

/** Read-only settings, for viewers. */
function shown({ person, draft }: BookSettingsView): Markup {
  return factList([
    [say('common.name'), draft.name],
    [say('common.timeZone'), zoneName(draft.timeZone)],
    [say('books.monthStart'), say('books.dayOfMonth', { day: draft.monthStart })],
    [say('books.weekStart'), weekdayName(Number(draft.weekStart), person.locale)],
  ]);
}

/** Choices of time zones, with the current one even if it was renamed. */
function zoneChoices(current: string) {
  const zones = timeZones();
  const all = zones.includes(current) ? zones : [current, ...zones];
  return [{ name: '', choices: all.map((value) => ({ value, label: zoneName(value) })) }];
}

function startChoices() {
  const days = Array.from({ length: LAST_START }, (_, index) => String(index + 1));
  return [
    { name: '', choices: days.map((value) => ({ value, label: say('books.dayOfMonth', { day: value }) })) },
  ];
}

function weekChoices(locale: string) {
  const choices = [1, 2, 3, 4, 5, 6, 7].map((day) => ({
    value: String(day),
    label: weekdayName(day, locale),
  }));
  return [{ name: '', choices }];
}

function memberRow({ id, name, email, role }: Member, { book }: BookSettingsView): Markup {
  const who = html`<span class="what"><b>${name}</b><small>${email}</small></span><span class="badge">${say(`roles.${role}`)}</span>`;
  return book.role === 'owner' && role !== 'owner'
    ? html`<li><a href="/books/${book.id}/settings/members/${id}">!${who}!${icon('forward')}</a></li>`
    : html`<li><div>!${who}</div></li>`;
}

function inviting(view: BookSettingsView): Markup {
  const { book, person, csrf, invitations } = view;
  const path = `/books/${book.id}/settings/invitations`;
  const rows = invitations.map(({ id, role, madeBy, endsAt }) => {
    const words = linkWords[role];
    const until = shortDay(todayIn(book.timeZone, endsAt), person);
    return html`<li><div><span class="what"><b>${say(words.link)}</b><small>${say('books.linkUntil', { day: until, madeBy })}</small></span>
<form method="post" action="${path}/${id}/withdraw">!${hiddenFields(csrf)}<button class="small secondary">!${sayMarkup(words.takeBack, { madeBy, hidden })}</button></form></div></li>`;
  });
  return html`<h2 class="day">${say('books.invite')}</h2>
<form class="card" method="post" action="${path}">!${hiddenFields(csrf)}
!${roleChoice('editor')}
<button>${say('books.makeLink')}</button></form>
!${rows.length > 0 ? html`<div class="card list aside"><ul class="rows">!${rows}</ul></div>` : ''}`;
}

const linkWords = {
  owner: { link: 'books.linkForOwner', takeBack: 'books.takeBackOwner' },
  editor: { link: 'books.linkForEditor', takeBack: 'books.takeBackEditor' },
  viewer: { link: 'books.linkForViewer', takeBack: 'books.takeBackViewer' },
} as const satisfies Record<Role, Record<string, MessageKey>>;

function leaving({ book, person, members, csrf }: BookSettingsView): Markup {
  if (members.length === 1) {
    return html`<p class="plain">${say('books.onlyMember')}</p>`;
  }
  const isOnlyOwner =
    book.role === 'owner' && !members.some(({ id, role }) => role === 'owner' && id !== person.id);
  if (isOnlyOwner) {
    return html`<p class="plain">${say('books.onlyOwner')}</p>`;
  }
  return html`<details><summary>${say('books.leaveThis')}</summary>
<form method="post" action="/books/leave"><input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="book" value="${book.id}">
<p>${say('books.leaveHint')}</p>
<button class="danger">${say('books.leave')}</button></form></details>`;
}
