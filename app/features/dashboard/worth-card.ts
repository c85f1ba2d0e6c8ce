import { lastDayOf, type Month } from '../../calendar.ts';
import { monthName, shortDay, type Writing } from '../../format-days-and-times.ts';
import { amountText, balance } from '../../web/amount.ts';
import { line } from '../../web/charts.ts';
import { html, type Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';
import type { Worth } from './calculate-figures.ts';

interface Around {
  readonly book: { readonly id: string; readonly monthStart: number };
  readonly locale: string;
  readonly writing: Writing;
}

/** Renders the net worth in one currency, assets less debts; the first card has a chart. */
export function worthCard(worth: Worth, first: boolean, view: Around): Markup {
  const { currency, today } = worth;
  const { book, locale } = view;
  const title = first ? say('common.netWorth') : say('dashboard.netWorthIn', { currency });
  return html`<section class="worth card"><h2>${title}</h2>
<a class="big" href="/books/${book.id}/accounts">!${balance(today, currency, locale)}</a>
!${first ? history(worth, view) : ''}</section>`;
}

function history({ history: months, currency, today }: Worth, view: Around): Markup {
  const { book, locale, writing } = view;
  const [start] = months;
  if (!start) return '';
  const since = today - start.total;
  const change = amountText(since, currency, locale, 'exceptZero');
  const rows = months.map(
    ({ month, total }) =>
      html`<tr><th scope="row">${monthName(month, writing, book.monthStart)}</th><td class="figure">!${balance(total, currency, locale)}</td></tr>`,
  );
  return html`<p class="quiet since">${say('dashboard.since', { change, end: endOf(start.month, view) })}</p>
!${line(
    months.map(({ total }) => Number(total)),
    say('dashboard.netWorthOfMonths', { count: months.length }),
  )}
<div class="axis" aria-hidden="true"><span>${endOf(start.month, view)}</span><span>${say('dashboard.today')}</span></div>
<details><summary>${say('dashboard.asTable')}</summary><table><caption class="hidden">${say('dashboard.netWorthByMonth')}</caption>
<thead><tr><th scope="col">${say('common.month')}</th><th scope="col" class="figure">${say('common.netWorth')}</th></tr></thead><tbody>!${rows.reverse()}</tbody></table></details>`;
}

function endOf(month: Month, { book: { monthStart }, writing }: Around): string {
  return monthStart === 1
    ? monthName(month, writing, monthStart, 'short')
    : shortDay(lastDayOf(month, monthStart), writing);
}
