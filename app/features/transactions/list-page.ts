import {
  type Day,
  dayAfter,
  dayName,
  type Month,
  monthName,
  monthsAfter,
  type Writing,
  weekName,
} from '../../calendar.ts';
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
  readonly book: { readonly id: string; readonly role: string; readonly monthStart: number };
  readonly locale: string;
  readonly writing: Writing;
  readonly csrf: string;
  readonly today: Day;
  readonly thisMonth: Month;
  /** The day with which it began. */
  readonly thisWeek: Day;
  readonly filter: Filter;
  /** Query of this page of the list. */
  readonly here: string;
  readonly page: TransactionPage;
  /** Of all rows of the month or the week, not only those of the page; empty without either. */
  readonly totals: readonly Total[];
  readonly accounts: readonly Account[];
  readonly categories: readonly Category[];
}

export function listPage(view: ListView): Markup {
  const { book, filter, page } = view;
  return html`<h1>Transactions</h1>
!${filterForm(view)}
!${totalsLine(view)}
!${page.rows.length === 0 ? nothing(view) : rowsByDay(view)}
<nav class="pages" aria-label="Pages">
!${page.newer && !isAhead(page.newer, view) ? html`<a class="button secondary" href="${rowsAddress(book.id, filter, { before: cursorText(page.newer) })}">!${icon('back')}Newer</a>` : html`<span></span>`}
!${page.older ? html`<a class="button secondary" href="${rowsAddress(book.id, filter, { after: cursorText(page.older) })}">Older!${icon('forward')}</a>` : ''}
</nav>`;
}

function isAhead({ bookedOn }: { readonly bookedOn: Day }, { today }: ListView): boolean {
  return bookedOn > today;
}

/** What is dated ahead stands apart, above the rows up to today. */
function rowsByDay(view: ListView): Markup {
  const { page, book, filter } = view;
  const ahead = page.rows.filter((row) => isAhead(row, view));
  const sofar = page.rows.slice(ahead.length); // newest first
  const further =
    page.newer &&
    isAhead(page.newer, view) &&
    html`<a href="${rowsAddress(book.id, filter, { before: cursorText(page.newer) })}">Further ahead</a>`;
  const apart = html`<section class="card list apart"><div class="head"><h2>Dated ahead</h2>!${further || ''}</div>
<p class="quiet">Each of these counts from its day.</p>!${days(ahead, 'h3', view)}</section>`;
  return html`!${ahead.length > 0 ? apart : ''}!${sofar.length > 0 ? html`<div class="card list">!${days(sofar, 'h2', view)}</div>` : ''}`;
}

function days(rows: readonly Transaction[], heading: 'h2' | 'h3', view: ListView): Markup {
  const byDay = Map.groupBy(rows, (row) => row.bookedOn);
  const around = {
    book: view.book.id,
    locale: view.locale,
    account: view.filter.account,
    returnTo: view.here,
  };
  return [...byDay]
    .map(
      ([day, ofDay]) =>
        html`<section><!${heading} class="day">${dayName(day, view.writing)}</!${heading}>!${transactionRows(ofDay, around)}</section>`,
    )
    .join('');
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
!${select({ name: 'week', label: 'Week', value: filter.week ?? '', required: 'unmarked', groups: weekChoices(view) })}
</div>!${hidden}
<button>Show</button>
</form></details>!${words === '' ? '' : html`<a class="quiet-link" href="/books/${book.id}/transactions">Show all</a>`}</div>`;
}

/** What the list is narrowed to, so that it can be read while the form is shut. */
function filterWords({ filter, accounts, categories, writing, book }: ListView): string {
  const nameOf = (list: readonly { id: string; name: string }[], id: string) =>
    list.find((one) => one.id === id)?.name;
  return [
    filter.text && `“${filter.text}”`,
    filter.kind && kindWords[filter.kind],
    filter.flow && `With something ${kindWords[filter.flow].toLowerCase()}`,
    filter.category && (nameOf(categories, filter.category) ?? 'Unknown category'),
    filter.account && (nameOf(accounts, filter.account) ?? 'Unknown account'),
    filter.currency,
    timeWords(filter, writing, book),
  ]
    .filter(Boolean)
    .join(' · ');
}

function timeWords({ month, week }: Filter, writing: Writing, book: ListView['book']): string {
  return [month && monthName(month, writing, book.monthStart), week && weekName(week, writing)]
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

function monthChoices({ thisMonth, filter, writing, book }: ListView) {
  const months = Array.from({ length: 24 }, (_, back) => monthsAfter(thisMonth, -back));
  if (filter.month && !months.includes(filter.month)) months.push(filter.month);
  return [
    {
      name: '',
      choices: [
        any,
        ...months.map((month) => ({ value: month, label: monthName(month, writing, book.monthStart) })),
      ],
    },
  ];
}

/** The last ones; an older week that is asked for, too. */
function weekChoices({ thisWeek, filter, writing }: ListView) {
  const weeks = Array.from({ length: 12 }, (_, back) => dayAfter(thisWeek, -7 * back));
  if (filter.week && !weeks.includes(filter.week)) weeks.push(filter.week);
  return [
    { name: '', choices: [any, ...weeks.map((week) => ({ value: week, label: weekName(week, writing) }))] },
  ];
}

function totalsLine({ totals, filter, locale, writing, book }: ListView): Markup {
  const time = timeWords(filter, writing, book);
  if (time === '') return '';
  const words = (ahead: boolean) =>
    totals
      .filter((total) => total.ahead === ahead)
      .map(
        ({ kind, sum, currency, count }) =>
          html`<li>${kindWords[kind]} <strong>!${amount(sum, currency, locale)}</strong> <small>in ${count} ${count === 1n ? 'row' : 'rows'}</small></li>`,
      );
  const [sofar, ahead] = [words(false), words(true)];
  return html`!${sofar.length > 0 ? html`<ul class="totals" aria-label="Together, ${time}">!${sofar}</ul>` : ''}
!${ahead.length > 0 ? html`<ul class="totals quiet" aria-label="Dated ahead, ${time}"><li>Dated ahead:</li>!${ahead}</ul>` : ''}`;
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
