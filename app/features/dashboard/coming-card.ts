import type { Day } from '../../calendar.ts';
import { shortDay, type Writing } from '../../format-days-and-times.ts';
import type { Account } from '../../ledger/accounts.ts';
import { summaryOf } from '../../ledger/describe-transaction.ts';
import { asTransaction } from '../../schedules/entry-shown-as-transaction.ts';
import type { Forecast } from '../../schedules/forecast.ts';
import type { Planned } from '../../schedules/planned-occurrences.ts';
import { balance } from '../../web/amount.ts';
import { html, type Markup } from '../../web/html.ts';
import { plannedAmount } from '../../web/scheduled-amount.ts';
import { say } from '../../words/say.ts';
import type { ComingUp } from './load-category-sums-and-coming-up.ts';

/** What is to come, and what the accounts will then hold. */
export interface ComingView extends ComingUp {
  readonly forecasts: readonly Forecast[];
}

interface Around {
  readonly book: { readonly id: string };
  readonly locale: string;
  readonly writing: Writing;
  readonly today: Day;
  readonly accounts: readonly Account[];
  readonly coming: ComingView;
}

/** Number of planned entries that the overview shows: the nearest. */
const SHOWN = 5;

/** Renders what is to come within 30 days, apart from all figures; nothing where nothing comes. */
export function comingCard(view: Around): Markup {
  const { book, coming } = view;
  if (coming.planned.length === 0) return '';
  return html`<section class="coming card"><div class="head"><h2>${say('schedules.comingUp')}</h2><a href="/books/${book.id}/schedules">${say('schedules.all')}</a></div>
<ul class="rows">!${coming.planned.slice(0, SHOWN).map((planned) => plannedRow(planned, view))}</ul>
<h3>${say('dashboard.willHold')}</h3><ul class="rows">!${coming.forecasts.map((forecast) => willHold(forecast, view))}</ul></section>`;
}

function plannedRow({ entry, isAbout }: Planned, view: Around): Markup {
  const { accounts, coming, locale, writing, today, book } = view;
  const { title, amount, currency } = summaryOf(
    asTransaction(entry, { accounts, categories: coming.categories }),
  );
  const late = entry.bookedOn < today ? html` <span class="badge">${say('schedules.late')}</span>` : '';
  const figure = plannedAmount(amount, currency, locale, isAbout);
  return html`<li><a href="/books/${book.id}/schedules"><span class="what"><b>${title}</b><small>${shortDay(entry.bookedOn, writing)}!${late}</small></span>!${figure}</a></li>`;
}

function willHold({ account: id, balance: left, dryOn }: Forecast, view: Around): Markup {
  const { accounts, locale, writing } = view;
  const account = accounts.find((one) => one.id === id);
  if (!account) return '';
  // A card or a loan is below zero as a matter of course.
  const warns = dryOn !== undefined && account.kind !== 'card' && account.kind !== 'loan';
  const dry = warns
    ? html`<small class="warning">${say('dashboard.dryOn', { day: shortDay(dryOn, writing) })}</small>`
    : '';
  return html`<li><div><span class="what"><b>${account.name}</b>!${dry}</span>!${balance(left, account.currency, locale)}</div></li>`;
}
