import type { Changed, Why } from '../../ledger/bulk-change.ts';
import type { Transaction } from '../../ledger/read-transactions-with-postings.ts';
import { html, type Markup } from '../../web/html.ts';
import { transactionRows } from '../../web/transaction-rows.ts';
import { type PlainKey, say } from '../../words/say.ts';

const reasons: Readonly<Record<Why, PlainKey>> = {
  changed: 'bulk.keptChanged',
  gone: 'bulk.keptGone',
  split: 'bulk.keptSplit',
  moved: 'bulk.keptMoved',
  opening: 'bulk.keptOpening',
  spent: 'bulk.keptSpent',
  received: 'bulk.keptReceived',
  closed: 'bulk.keptClosed',
  reconciled: 'bulk.keptReconciled',
  currency: 'bulk.keptCurrency',
  early: 'bulk.keptEarly',
};

export interface KeptView {
  readonly book: string;
  readonly locale: string;
  /** URL of the list, which offers to undo what was changed. */
  readonly list: string;
  readonly changed: Changed;
  /** Those of the rows that are named and are still there. */
  readonly rows: readonly Transaction[];
}

/** Renders the rows that could not take a change, by reason. */
export function keptPage({ book, locale, list, changed, rows }: KeptView): Markup {
  const { count, kept } = changed;
  const sections = kept.map(({ why, count: ofIt, ids }) => {
    const shown = rows.filter(({ id }) => ids.includes(id));
    const more = ofIt - shown.length;
    return html`<h2 class="day">${say(reasons[why])} (${say('common.rows', { count: ofIt })})</h2>
!${shown.length > 0 ? html`<div class="card list">!${transactionRows(shown, { book, locale })}</div>` : ''}!${shown.length > 0 && more > 0 ? html`<p class="quiet">${say('bulk.andMore', { count: more })}</p>` : ''}`;
  });
  return html`<div class="narrow"><h1>${count === 0 ? say('bulk.notChanged') : say('bulk.inPart')}</h1>
<p>${count === 0 ? say('bulk.staysAsIs') : say('bulk.changedSome', { count })}</p>
!${sections}
<p class="aside"><a class="button" href="${list}">${say('transactions.goToList')}</a></p></div>`;
}
