import { summaryOf } from '../ledger/summary.ts';
import type { Transaction } from '../ledger/transaction.ts';
import { amount, signedAmount } from './amount.ts';
import { html, type Markup } from './html.ts';
import { icon } from './icons.ts';
import { kindWords } from './words.ts';

export interface RowsView {
  readonly book: string;
  readonly locale: string;
  /** The account that is looked at, if only one is. */
  readonly account?: string | undefined;
  /** Query of the list to come back to. @default the whole list */
  readonly returnTo?: string;
}

/** Transactions as a list of links, one line of what and one of where. */
export function transactionRows(transactions: readonly Transaction[], view: RowsView): Markup {
  return html`<ul class="rows">!${transactions.map((transaction) => row(transaction, view))}</ul>`;
}

function row(transaction: Transaction, { book, locale, account, returnTo = '' }: RowsView): Markup {
  const { id, kind, state } = transaction;
  const { title, detail, amount: minor, currency } = summaryOf(transaction, account);
  const figure =
    kind === 'moved' && account === undefined
      ? amount(minor, currency, locale)
      : signedAmount(minor, currency, locale);
  return html`<li><a href="/books/${book}/transactions/${id}${returnTo && `?return=${encodeURIComponent(returnTo)}`}">
<span class="sign ${kind}">!${icon(kind)}<span class="hidden">${kindWords[kind]}</span></span>
<span class="what"><b>${title}</b><small>${detail}!${state === 'pending' ? html` <span class="badge">Pending</span>` : ''}</small></span>
!${figure}</a></li>`;
}
