import { type Month, monthName, monthsAfter, type Writing } from '../../calendar.ts';
import { rowsAddress } from '../../ledger/filter.ts';
import { amount } from '../../web/amount.ts';
import { ring, shareBar, sliceColours } from '../../web/charts.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import type { MonthFigures } from './figures.ts';

interface Around {
  readonly book: { readonly id: string; readonly monthStart: number };
  readonly locale: string;
  readonly writing: Writing;
  readonly month: Month;
  readonly figures: readonly MonthFigures[];
}

/** What the month's spending went to: a ring, and beside it the table that it is drawn from. */
export function breakdown(figure: MonthFigures, view: Around): Markup {
  const { categories, currency } = figure;
  const named = (month: Month) => monthName(month, view.writing, view.book.monthStart);
  const several = view.figures.length > 1;
  const title = several ? `Where it went, in ${currency}` : 'Where it went';
  if (categories.length === 0) {
    if (several) return '';
    return html`<section class="went card"><h2>${title}</h2><div class="empty">!${icon('categories')}<p>${named(view.month)}: nothing was spent.</p></div></section>`;
  }
  return html`<section class="went card"><h2>${title}</h2><div class="went-parts">
!${ring(slicesOf(figure), `Shares of what was spent, ${named(view.month)}; the table tells them`)}
!${table(figure, view, several)}</div></section>`;
}

/** Those that have no colour of their own are one slice. */
function slicesOf({ categories }: MonthFigures) {
  const slices = categories.map(({ name, sum }) => ({ name, value: Math.max(Number(sum), 0) }));
  const own = slices.slice(0, sliceColours - 1);
  const rest = slices.slice(sliceColours - 1).reduce((sum, slice) => sum + slice.value, 0);
  return rest > 0 ? [...own, { name: 'Others', value: rest }] : own;
}

function table({ categories, spent, currency }: MonthFigures, view: Around, several: boolean): Markup {
  const { book, month, locale, writing } = view;
  const rows = categories.map(({ id, name, sum, before }, index) => {
    const address = rowsAddress(book.id, {
      category: id,
      month,
      ...(several && { currency }),
    });
    const colour = Math.min(index + 1, sliceColours);
    const share = spent > 0n ? Number(sum) / Number(spent) : 0;
    return html`<tr><th scope="row"><a href="${address}"><i class="dot c${colour}"></i>${name}</a>!${shareBar(share, colour)}</th>
<td class="figure">!${amount(sum, currency, locale)}</td><td class="figure quiet wide-only">!${amount(before, currency, locale)}</td></tr>`;
  });
  return html`<table><caption class="hidden">Spent by category, ${monthName(month, writing, book.monthStart)}</caption>
<thead><tr><th scope="col">Category</th><th scope="col" class="figure">Spent</th><th scope="col" class="figure wide-only">${monthName(monthsAfter(month, -1), writing, book.monthStart, 'short')}</th></tr></thead>
<tbody>!${rows}</tbody></table>`;
}
