import { summaryOf } from '../ledger/describe-transaction.ts';
import type { Transaction } from '../ledger/read-transactions-with-postings.ts';
import { say } from '../words/say.ts';
import { amount, signedAmount } from './amount.ts';
import { html, type Markup } from './html.ts';
import { icon } from './icons.ts';
import { tagBadges } from './tag-badges.ts';

export interface RowsView {
  readonly book: string;
  readonly locale: string;
  /** The selected account, if there is just one. */
  readonly account?: string | undefined;
  /** Query of the page to return to. @default the whole list */
  readonly returnTo?: string;
  /** Puts a box to tick before each row. @default false */
  readonly canTick?: boolean;
}

/** Renders transactions as a list of links with two lines each, title and detail. */
export function transactionRows(transactions: readonly Transaction[], view: RowsView): Markup {
  return html`<ul class="rows">!${transactions.map((transaction) => row(transaction, view))}</ul>`;
}

function row(transaction: Transaction, view: RowsView): Markup {
  const { book, locale, account, returnTo = '', canTick = false } = view;
  const { id, kind, state, version, tags, receipts } = transaction;
  const { title, detail, amount: minor, currency } = summaryOf(transaction, account);
  const figure =
    kind === 'moved' && account === undefined
      ? amount(minor, currency, locale)
      : signedAmount(minor, currency, locale);
  const box = html`<label class="tick"><input type="checkbox" name="row" value="${id}.${version}"><span class="hidden">${say('bulk.tick', { title })}</span></label>`;
  return html`<li>!${canTick ? box : ''}<a href="/books/${book}/transactions/${id}${returnTo && `?return=${encodeURIComponent(returnTo)}`}">
<span class="sign ${kind}">!${icon(kind)}<span class="hidden">${say(`kinds.${kind}`)}</span></span>
<span class="what"><b>${title}</b><small>${detail}!${state === 'pending' ? html` <span class="badge">${say('ledger.pending')}</span>` : ''}!${receipts.length === 0 ? '' : clip(receipts.length)}!${tagBadges(tags)}</small></span>
!${figure}</a></li>`;
}

/** Says that there are receipts. */
function clip(count: number): Markup {
  return html` <span class="clip">!${icon('receipt')}<span class="hidden">${say('receipts.count', { count })}</span></span>`;
}
