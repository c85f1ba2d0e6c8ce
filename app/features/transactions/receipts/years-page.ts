import { byteText } from '../../../receipts/format-file-size.ts';
import { html, type Markup } from '../../../web/html.ts';
import { icon } from '../../../web/icons.ts';
import { say } from '../../../words/say.ts';
import type { ReceiptYear } from './query-receipts-by-year.ts';

export interface ReceiptsView {
  readonly book: string;
  readonly years: readonly ReceiptYear[];
  /** Bytes that the receipts of the book have. */
  readonly used: number;
  /** Bytes that they may have. */
  readonly most: number;
}

/** What receipts there are, by year, and how much room they take. */
export function receiptsPage({ book, years, used, most }: ReceiptsView): Markup {
  const room = say('receipts.used', { used: byteText(used), most: byteText(most) });
  return html`<div class="narrow"><h1>${say('receipts.title')}</h1>
<div class="card room"><p id="room">${room}</p><meter aria-labelledby="room" min="0" max="${most}" high="${Math.round(most * 0.9)}" value="${Math.min(used, most)}"></meter></div>
!${years.length === 0 ? html`<div class="card empty">!${icon('receipt')}<p>${say('receipts.empty')}</p></div>` : byYear(book, years)}
<p class="aside"><a class="button secondary" href="/books/${book}/transactions?receipts=without">${say('receipts.rowsWithout')}</a></p></div>`;
}

function byYear(book: string, years: readonly ReceiptYear[]): Markup {
  const rows = years.map(
    ({ year, count, bytes }) =>
      html`<li><div><span class="what"><b>${year}</b><small>${say('receipts.count', { count })} · ${byteText(bytes)}</small></span><a class="button small secondary" href="/books/${book}/receipts/years/${year}" download>${say('receipts.downloadYear')}<span class="hidden"> ${year}</span></a></div></li>`,
  );
  return html`<h2 class="day">${say('receipts.years')}</h2><div class="card list"><ul class="rows">!${rows}</ul></div>`;
}
