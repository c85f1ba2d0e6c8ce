import { type Day, type Month, monthsAfter } from '../../calendar.ts';
import { monthName, type Writing } from '../../format-days-and-times.ts';
import type { Account } from '../../ledger/accounts.ts';
import type { Transaction } from '../../ledger/read-transactions-with-postings.ts';
import { rowsAddress } from '../../ledger/transaction-filter-in-url.ts';
import { amount, balance } from '../../web/amount.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { fromOverview, overviewAddress } from '../../web/links-to-and-from-overview.ts';
import { transactionRows } from '../../web/transaction-rows.ts';
import { say } from '../../words/say.ts';
import type { MonthFigures, Worth } from './calculate-figures.ts';
import { type ComingView, comingCard } from './coming-card.ts';
import { breakdown } from './spending-by-category-card.ts';
import { worthCard } from './worth-card.ts';

export interface DashboardView {
  readonly book: {
    readonly id: string;
    readonly name: string;
    readonly role: string;
    readonly monthStart: number;
  };
  readonly locale: string;
  readonly writing: Writing;
  readonly month: Month;
  readonly thisMonth: Month;
  readonly accounts: readonly Account[];
  readonly balances: ReadonlyMap<string, bigint>;
  readonly worth: readonly Worth[];
  readonly figures: readonly MonthFigures[];
  readonly recent: readonly Transaction[];
  readonly today: Day;
  readonly coming: ComingView;
}

/** Renders the overview of a book; every figure links to the transactions behind it. */
export function dashboardPage(view: DashboardView): Markup {
  const { figures, recent } = view;
  return html`<h1 class="hidden">${say('dashboard.title')}</h1>
<div class="board">
<div class="worths">!${view.worth.map((worth, index) => worthCard(worth, index === 0, view))}</div>
<section class="month card"><div class="head"><h2>${monthName(view.month, view.writing, view.book.monthStart)}</h2>!${monthLinks(view)}</div>
<div class="stats">!${figures.map((figure) => stats(figure, view))}</div></section>
<div class="wents">!${figures.map((figure) => breakdown(figure, view))}</div>
<section class="recent card"><div class="head"><h2>${say('dashboard.recent')}</h2><a href="!${rowsAddress(view.book.id, {})}">${say('dashboard.allTransactions')}</a></div>
!${recent.length > 0 ? transactionRows(recent, { book: view.book.id, locale: view.locale, returnTo: fromOverview(view.month === view.thisMonth ? null : view.month) }) : nothingYet(view)}</section>
!${comingCard(view)}
<section class="held card"><div class="head"><h2>${say('accounts.title')}</h2><a href="/books/${view.book.id}/accounts">${say('dashboard.allAccounts')}</a></div>!${accountList(view)}</section>
</div>`;
}

function monthLinks({ book, month, thisMonth, writing }: DashboardView): Markup {
  const link = (to: Month, drawing: 'back' | 'forward') =>
    html`<a class="button secondary small" href="${overviewAddress(book.id, to)}" aria-label="${monthName(to, writing, book.monthStart)}">!${icon(drawing)}</a>`;
  return html`<nav class="steps" aria-label="${say('common.month')}">!${link(monthsAfter(month, -1), 'back')}!${month < thisMonth ? link(monthsAfter(month, 1), 'forward') : ''}</nav>`;
}

function stats({ currency, spent, received }: MonthFigures, view: DashboardView): Markup {
  const { book, month, locale, figures } = view;
  const only = figures.length > 1 ? { month, currency } : { month };
  const stat = (address: string, drawing: 'spent' | 'received' | 'moved', label: string, sum: bigint) =>
    html`<a href="${address}"><span class="sign ${drawing}">!${icon(drawing)}</span><span><small>${label}</small><b>!${amount(sum, currency, locale)}</b></span></a>`;
  return html`<div>
!${stat(rowsAddress(book.id, { flow: 'spent', ...only }), 'spent', say('kinds.spent'), spent)}
!${stat(rowsAddress(book.id, { flow: 'received', ...only }), 'received', say('kinds.received'), received)}
!${stat(rowsAddress(book.id, only), 'moved', received < spent ? say('dashboard.short') : say('dashboard.leftOver'), received - spent)}
</div>`;
}

function accountList({ accounts, balances, book, locale }: DashboardView): Markup {
  const rows = accounts
    .filter((account) => account.closedOn === null)
    .map(
      ({ id, name, currency }) =>
        html`<li><a href="${rowsAddress(book.id, { account: id })}"><span class="what"><b>${name}</b></span>!${balance(balances.get(id) ?? 0n, currency, locale)}</a></li>`,
    );
  return html`<ul class="rows">!${rows}</ul>`;
}

function nothingYet({ book }: DashboardView): Markup {
  const add = html`<a class="button" href="/books/${book.id}/transactions/new">!${icon('add')}${say('common.addFirstTransaction')}</a>`;
  return html`<div class="empty">!${icon('transactions')}<p>${say('dashboard.nothingYet')}</p>!${book.role === 'viewer' ? '' : add}</div>`;
}
