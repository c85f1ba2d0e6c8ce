import { dayName, type Month, monthName, monthsAfter, type Writing } from '../../calendar.ts';
import type { Account } from '../../ledger/accounts.ts';
import type { Category } from '../../ledger/categories.ts';
import { type Filter, kinds, rowsAddress } from '../../ledger/filter.ts';
import type { Transaction } from '../../ledger/transaction.ts';
import { cursorText, type TransactionPage } from '../../ledger/transaction-list.ts';
import { amount } from '../../web/amount.ts';
import { field, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { transactionRows } from '../../web/transaction-rows.ts';
import { kindWords } from '../../web/words.ts';
import type { Total } from './store.ts';

export interface ListView {
  readonly book: { readonly id: string; readonly role: string };
  readonly locale: string;
  readonly writing: Writing;
  readonly csrf: string;
  readonly thisMonth: Month;
  readonly filter: Filter;
  readonly page: TransactionPage;
  /** Of all rows of the month, not only those of the page; empty without a month. */
  readonly totals: readonly Total[];
  readonly accounts: readonly Account[];
  readonly categories: readonly Category[];
}

export function listPage(view: ListView): Markup {
  const { book, filter, page } = view;
  return html`<h1>Transactions</h1>
!${filterForm(view)}
!${totalsLine(view)}
!${page.rows.length === 0 ? nothing(view) : days(view)}
<nav class="pages" aria-label="Pages">
!${page.newer ? html`<a class="button secondary" href="${rowsAddress(book.id, filter, { before: cursorText(page.newer) })}">!${icon('back')}Newer</a>` : html`<span></span>`}
!${page.older ? html`<a class="button secondary" href="${rowsAddress(book.id, filter, { after: cursorText(page.older) })}">Older!${icon('forward')}</a>` : ''}
</nav>`;
}

function days(view: ListView): Markup {
  const byDay = Map.groupBy(view.page.rows, (row: Transaction) => row.bookedOn);
  const around = { book: view.book.id, locale: view.locale, account: view.filter.account };
  const sections = [...byDay].map(
    ([day, rows]) =>
      html`<section><h2 class="day">${dayName(day, view.writing)}</h2>!${transactionRows(rows, around)}</section>`,
  );
  return html`<div class="card list">!${sections}</div>`;
}

function filterForm(view: ListView): Markup {
  const { filter, book } = view;
  const words = filterWords(view);
  const hidden = (['currency', 'flow'] as const).map((name) =>
    filter[name] ? html`<input type="hidden" name="${name}" value="${filter[name]}">` : '',
  );
  return html`<div class="filter card"><details>
<summary>!${icon('search')}<span>${words === '' ? 'Search and filter' : words}</span></summary>
<form method="get" action="/books/${book.id}/transactions" role="search">
<div class="columns">
!${field({ name: 'text', label: 'Words', type: 'search', value: filter.text ?? '', required: 'unmarked', maxLength: 100 })}
!${select({ name: 'kind', label: 'Kind', value: filter.kind ?? '', required: 'unmarked', groups: [{ name: '', choices: [any, ...kinds.map((kind) => ({ value: kind, label: kindWords[kind] }))] }] })}
!${select({ name: 'account', label: 'Account', value: filter.account ?? '', required: 'unmarked', groups: accountChoices(view.accounts) })}
!${select({ name: 'category', label: 'Category', value: filter.category ?? '', required: 'unmarked', groups: categoryChoices(view.categories) })}
!${select({ name: 'month', label: 'Month', value: filter.month ?? '', required: 'unmarked', groups: monthChoices(view) })}
</div>!${hidden}
<button>Show</button>
</form></details>!${words === '' ? '' : html`<a class="quiet-link" href="/books/${book.id}/transactions">Show all</a>`}</div>`;
}

/** What the list is narrowed to, so that it can be read while the form is shut. */
function filterWords({ filter, accounts, categories, locale }: ListView): string {
  const nameOf = (list: readonly { id: string; name: string }[], id: string) =>
    list.find((one) => one.id === id)?.name;
  return [
    filter.text && `“${filter.text}”`,
    filter.kind && kindWords[filter.kind],
    filter.flow && `With something ${kindWords[filter.flow].toLowerCase()}`,
    filter.category && (nameOf(categories, filter.category) ?? 'Unknown category'),
    filter.account && (nameOf(accounts, filter.account) ?? 'Unknown account'),
    filter.currency,
    filter.month && monthName(filter.month, locale),
  ]
    .filter(Boolean)
    .join(' · ');
}

const any = { value: '', label: 'Any' };

function accountChoices(accounts: readonly Account[]) {
  return [{ name: '', choices: [any, ...accounts.map(({ id, name }) => ({ value: id, label: name }))] }];
}

function categoryChoices(categories: readonly Category[]) {
  const upper = categories.filter((category) => category.parent === null);
  const choices = upper.map((parent) => ({
    name: `${kindWords[parent.kind]}: ${parent.name}`,
    choices: [parent, ...categories.filter((category) => category.parent === parent.id)].map(
      ({ id, name }) => ({
        value: id,
        label: id === parent.id && parent.role === null ? `All of ${name}` : name,
      }),
    ),
  }));
  return [{ name: '', choices: [any] }, ...choices];
}

function monthChoices({ thisMonth, filter, locale }: ListView) {
  const months = Array.from({ length: 24 }, (_, back) => monthsAfter(thisMonth, -back));
  if (filter.month && !months.includes(filter.month)) months.push(filter.month);
  return [
    {
      name: '',
      choices: [any, ...months.map((month) => ({ value: month, label: monthName(month, locale) }))],
    },
  ];
}

function totalsLine({ totals, filter, locale }: ListView): Markup {
  if (totals.length === 0 || !filter.month) return '';
  const words = totals.map(
    ({ kind, sum, currency, count }) =>
      html`<li>${kindWords[kind]} <strong>!${amount(sum, currency, locale)}</strong> <small>in ${count} ${count === 1n ? 'row' : 'rows'}</small></li>`,
  );
  return html`<ul class="totals" aria-label="Together in ${monthName(filter.month, locale)}">!${words}</ul>`;
}

function nothing({ book, filter, accounts }: ListView): Markup {
  if (Object.keys(filter).length > 0) {
    return html`<div class="card empty">!${icon('search')}<h2>Nothing found</h2><p>No transaction fits all of this. Try fewer words, or another month.</p><a class="button secondary" href="/books/${book.id}/transactions">Show all</a></div>`;
  }
  const start =
    accounts.length === 0
      ? html`<a class="button" href="/books/${book.id}/accounts/new">Add an account</a>`
      : html`<a class="button" href="/books/${book.id}/transactions/new">Add the first one</a>`;
  return html`<div class="card empty">!${icon('transactions')}<h2>Nothing here yet</h2><p>What you spend, receive and move stands here, newest first.</p>!${book.role === 'viewer' ? '' : start}</div>`;
}
