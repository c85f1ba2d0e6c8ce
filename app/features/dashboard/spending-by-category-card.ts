import { type Month, monthsAfter } from '../../calendar.ts';
import { monthName, type Writing } from '../../format-days-and-times.ts';
import { categoryName } from '../../ledger/list-categories-with-shown-names.ts';
import { rowsAddress } from '../../ledger/transaction-filter-in-url.ts';
import { amount } from '../../web/amount.ts';
import { ring, shareBar, sliceColours } from '../../web/charts.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { say } from '../../words/say.ts';
import type { MonthFigures } from './calculate-figures.ts';

interface Around {
  readonly book: { readonly id: string; readonly monthStart: number };
  readonly locale: string;
  readonly writing: Writing;
  readonly month: Month;
  readonly figures: readonly MonthFigures[];
}

/** Renders the month's spending by category: a ring chart, next to the table that it is drawn from. */
export function breakdown(figure: MonthFigures, view: Around): Markup {
  const { categories, currency } = figure;
  const named = (month: Month) => monthName(month, view.writing, view.book.monthStart);
  const several = view.figures.length > 1;
  const title = several ? say('dashboard.spendingIn', { currency }) : say('dashboard.spending');
  if (categories.length === 0) {
    if (several) return '';
    return html`<section class="went card"><h2>${title}</h2><div class="empty">!${icon('categories')}<p>${say('dashboard.nothingSpent', { month: named(view.month) })}</p></div></section>`;
  }
  return html`<section class="went card"><h2>${title}</h2><div class="went-parts">
!${ring(slicesOf(figure), say('dashboard.shares', { month: named(view.month) }))}
!${table(figure, view, several)}</div></section>`;
}

/** Slices of the ring; categories without their own colour share one. */
function slicesOf({ categories }: MonthFigures) {
  const slices = categories.map((one) => ({ name: categoryName(one), value: Math.max(Number(one.sum), 0) }));
  const own = slices.slice(0, sliceColours - 1);
  const rest = slices.slice(sliceColours - 1).reduce((sum, slice) => sum + slice.value, 0);
  return rest > 0 ? [...own, { name: say('dashboard.others'), value: rest }] : own;
}

function table({ categories, spent, currency }: MonthFigures, view: Around, several: boolean): Markup {
  const { book, month, locale, writing } = view;
  const rows = categories.map((one, index) => {
    const { id, sum, before } = one;
    const address = rowsAddress(book.id, {
      category: id,
      month,
      ...(several && { currency }),
    });
    const colour = Math.min(index + 1, sliceColours);
    const share = spent > 0n ? Number(sum) / Number(spent) : 0;
    return html`<tr><th scope="row"><a href="${address}"><i class="dot c${colour}"></i>${categoryName(one)}</a>!${shareBar(share, colour)}</th>
<td class="figure">!${amount(sum, currency, locale)}</td><td class="figure quiet wide-only">!${amount(before, currency, locale)}</td></tr>`;
  });
  return html`<table><caption class="hidden">${say('dashboard.spentByCategory', { month: monthName(month, writing, book.monthStart) })}</caption>
<thead><tr><th scope="col">${say('common.category')}</th><th scope="col" class="figure">${say('kinds.spent')}</th><th scope="col" class="figure wide-only">${monthName(monthsAfter(month, -1), writing, book.monthStart, 'short')}</th></tr></thead>
<tbody>!${rows}</tbody></table>`;
}
