import { lastDayOf, type Month, monthName, shortDay, type Writing } from '../../calendar.ts';
import { amountText, balance } from '../../web/amount.ts';
import { line } from '../../web/charts.ts';
import { html, type Markup } from '../../web/html.ts';
import type { Worth } from './figures.ts';

interface Around {
  readonly book: { readonly id: string; readonly monthStart: number };
  readonly locale: string;
  readonly writing: Writing;
}

/** All that is owned less all that is owed, in one currency; the first one has its line drawn. */
export function worthCard(worth: Worth, first: boolean, view: Around): Markup {
  const { currency, today } = worth;
  const { book, locale } = view;
  const title = first ? 'Net worth' : `Net worth in ${currency}`;
  return html`<section class="worth card"><h2>${title}</h2>
<a class="big" href="/books/${book.id}/accounts">!${balance(today, currency, locale)}</a>
!${first ? history(worth, view) : ''}</section>`;
}

function history({ history: months, currency, today }: Worth, view: Around): Markup {
  const { book, locale, writing } = view;
  const [start] = months;
  if (!start) return '';
  const since = today - start.total;
  const sign = since > 0n ? '+' : '';
  const rows = months.map(
    ({ month, total }) =>
      html`<tr><th scope="row">${monthName(month, writing, book.monthStart)}</th><td class="figure">!${balance(total, currency, locale)}</td></tr>`,
  );
  return html`<p class="quiet since">${sign}${amountText(since, currency, locale)} since ${endOf(start.month, view)}</p>
!${line(
    months.map(({ total }) => Number(total)),
    `Net worth at the end of each of the last ${months.length} months`,
  )}
<div class="axis" aria-hidden="true"><span>${endOf(start.month, view)}</span><span>Today</span></div>
<details><summary>As a table</summary><table><caption class="hidden">Net worth at the end of each month</caption>
<thead><tr><th scope="col">Month</th><th scope="col" class="figure">Net worth</th></tr></thead><tbody>!${rows.reverse()}</tbody></table></details>`;
}

function endOf(month: Month, { book: { monthStart }, writing }: Around): string {
  return monthStart === 1
    ? monthName(month, writing, monthStart, 'short')
    : shortDay(lastDayOf(month, monthStart), writing);
}
