import type { Day } from '../../../calendar.ts';
import { dayName, shortDay, type Writing } from '../../../format-days-and-times.ts';
import { summaryOf } from '../../../ledger/describe-transaction.ts';
import { asTransaction } from '../../../schedules/entry-shown-as-transaction.ts';
import type { Found } from '../../../schedules/find-recurring.ts';
import type { Schedule } from '../../../schedules/list-and-find-schedules.ts';
import { type Planned, plannedOn } from '../../../schedules/planned-occurrences.ts';
import { dueDays, END } from '../../../schedules/recurrence.ts';
import { signedAmount } from '../../../web/amount.ts';
import { hiddenFields } from '../../../web/forms.ts';
import { hidden, html, type Markup } from '../../../web/html.ts';
import { icon } from '../../../web/icons.ts';
import { plannedAmount } from '../../../web/scheduled-amount.ts';
import { say, sayMarkup } from '../../../words/say.ts';
import type { Known } from '../draft-to-entry.ts';
import { recurrenceWords } from './schedule-words.ts';

export interface ListView {
  readonly book: { readonly id: string; readonly role: string };
  readonly csrf: string;
  readonly locale: string;
  readonly writing: Writing;
  readonly today: Day;
  readonly known: Known;
  readonly schedules: readonly Schedule[];
  /** What is waiting: late, and up to the last day of "Coming up". */
  readonly planned: readonly Planned[];
  /** What seems to come again, and has no schedule. */
  readonly found: readonly Found[];
}

/** Lists what is waiting, what comes again, and what seems to. */
export function listPage(view: ListView): Markup {
  const { book, schedules } = view;
  const mayChange = book.role !== 'viewer';
  const path = `/books/${book.id}/schedules`;
  const add = html`<a class="button" href="${path}/new">!${icon('add')}${say('schedules.add')}</a>`;
  if (schedules.length === 0) {
    return html`<div class="card empty narrow">!${icon('calendar')}<h1>${say('schedules.none')}</h1><p>${say('schedules.noneHint')}</p>!${mayChange ? add : ''}</div>!${proposals(view)}`;
  }
  return html`<div class="head"><h1>${say('schedules.title')}</h1>!${mayChange ? add : ''}</div>
!${comingUp(view)}
<h2 class="day">${say('schedules.all')}</h2>
<div class="card list"><ul class="rows">!${schedules.map((schedule) => scheduleRow(schedule, view))}</ul></div>
!${proposals(view)}`;
}

function comingUp(view: ListView): Markup {
  const { planned } = view;
  const rows =
    planned.length === 0
      ? html`<p class="quiet">${say('schedules.nothingComing')}</p>`
      : html`<div class="card list"><ul class="rows">!${planned.map((one) => plannedRow(one, view))}</ul></div>`;
  return html`<h2 class="day">${say('schedules.comingUp')}</h2><p class="quiet">${say('schedules.comingHint')}</p>!${rows}`;
}

function plannedRow(planned: Planned, view: ListView): Markup {
  const { book, csrf, writing, today, locale } = view;
  const { schedule, dueOn, entry, isAbout } = planned;
  const { title, detail, amount, currency } = summaryOf(asTransaction(entry, view.known));
  const day = dayName(entry.bookedOn, writing);
  const path = `/books/${book.id}/schedules/${schedule.id}/${dueOn}`;
  const of = `${title}, ${day}`;
  const press = (way: 'enter' | 'skip') =>
    html`<form method="post" action="${path}/${way}">!${hiddenFields(csrf)}<button class="small secondary">!${sayMarkup(`schedules.${way}This`, { of, hidden })}</button></form>`;
  const ways =
    book.role === 'viewer'
      ? ''
      : html`!${press('enter')}!${press('skip')}<a class="quiet-link" href="${path}">!${sayMarkup('schedules.changeThis', { of, hidden })}</a>`;
  const late = entry.bookedOn < today ? html` <span class="badge">${say('schedules.late')}</span>` : '';
  return html`<li><div><span class="what sentence"><b>${title}</b><small>${day} · ${detail}!${late}</small></span>!${plannedAmount(amount, currency, locale, isAbout)}!${ways}</div></li>`;
}

function scheduleRow(schedule: Schedule, view: ListView): Markup {
  const { book, writing, known, locale } = view;
  const { recurrence, lookOn, enters } = schedule;
  const { entry, isAbout } = plannedOn(schedule, recurrence.first);
  const { title, amount, currency } = summaryOf(asTransaction(entry, known));
  const often = recurrenceWords(recurrence, writing);
  const way = say(enters === 'by itself' ? 'schedules.entersItself' : 'schedules.waits');
  const [day] = lookOn === undefined ? [] : dueDays(recurrence, { first: lookOn, next: END }, 1);
  const next =
    day === undefined ? say('schedules.over') : say('schedules.nextOn', { day: shortDay(day, writing) });
  const words = html`<span class="what sentence"><b>${title}</b><small>${often} · ${way} · ${next}</small></span>!${plannedAmount(amount, currency, locale, isAbout)}`;
  return book.role === 'viewer'
    ? html`<li><div>!${words}</div></li>`
    : html`<li><a href="/books/${book.id}/schedules/${schedule.id}">!${words}</a></li>`;
}

function proposals({ book, csrf, found, writing, locale }: ListView): Markup {
  if (found.length === 0 || book.role === 'viewer') return '';
  const path = `/books/${book.id}/schedules`;
  const rows = found.map(({ payee, payeeId, like, unit, every, first, amount, currency }) => {
    const often = recurrenceWords({ first, unit, every, on: 'same day' }, writing);
    const query = new URLSearchParams({ like, unit, every: String(every) });
    return html`<li><div><span class="what sentence"><b>${payee}</b><small>${often}</small></span>!${signedAmount(amount, currency, locale)}
<a class="button small secondary" href="${path}/new?${query}">!${sayMarkup('schedules.makeThis', { of: payee, hidden })}</a>
<form method="post" action="${path}/refuse">!${hiddenFields(csrf)}<input type="hidden" name="payee" value="${payeeId}"><button class="small secondary">!${sayMarkup('schedules.refuseThis', { of: payee, hidden })}</button></form></div></li>`;
  });
  return html`<h2 class="day">${say('schedules.seemsTo')}</h2><p class="quiet">${say('schedules.seemsToHint')}</p><div class="card list"><ul class="rows">!${rows}</ul></div>`;
}
