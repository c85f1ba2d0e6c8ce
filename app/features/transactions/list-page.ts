import { type Day, dayAfter, type Month, monthsAfter } from '../../calendar.ts';
import { dayName, monthName, type Writing, weekName } from '../../format-days-and-times.ts';
import type { Account } from '../../ledger/accounts.ts';
import type { Matching } from '../../ledger/count-and-lock-matches.ts';
import type { Tag } from '../../ledger/list-and-set-tags.ts';
import type { Category } from '../../ledger/list-categories-with-shown-names.ts';
import type { Transaction } from '../../ledger/read-transactions-with-postings.ts';
import { type Filter, kinds, rowsAddress } from '../../ledger/transaction-filter-in-url.ts';
import { cursorText, type TransactionPage } from '../../ledger/transaction-list.ts';
import { amount } from '../../web/amount.ts';
import { field, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { transactionRows } from '../../web/transaction-rows.ts';
import { say, sayMarkup } from '../../words/say.ts';
import { bulkForm, selectSwitch } from './bulk-bar.ts';
import type { Total } from './query-totals.ts';

export interface ListView {
  readonly book: { readonly id: string; readonly role: string; readonly monthStart: number };
  readonly locale: string;
  readonly writing: Writing;
  readonly csrf: string;
  readonly today: Day;
  readonly thisMonth: Month;
  /** First day of the current week. */
  readonly thisWeek: Day;
  readonly filter: Filter;
  /** Query of this page of the list. */
  readonly here: string;
  readonly page: TransactionPage;
  /** Totals of all rows of the month or week, beyond this page; empty without either filter. */
  readonly totals: readonly Total[];
  readonly accounts: readonly Account[];
  readonly categories: readonly Category[];
  readonly tags: readonly Tag[];
  /** Rows of the filter; undefined when too many to change at once, null without a filter. */
  readonly matching: Matching | undefined | null;
  /** Number of rows of the book that are not sorted yet. */
  readonly unsorted: number;
  /** The payee of the filter, if there is such a one. */
  readonly payee: { readonly name: string } | undefined;
}

export function listPage(view: ListView): Markup {
  const { book, filter, page } = view;
  const canTick = mayTick(view) && page.rows.length > 0;
  return html`<div class="head"><h1>${say('transactions.title')}</h1>!${canTick ? selectSwitch() : ''}</div>
!${filterForm(view)}!${unsortedLink(view)}
!${totalsLine(view)}
!${page.rows.length === 0 ? nothing(view) : canTick ? bulkForm({ ...view, book: book.id, on: view.accounts.find(({ id }) => id === filter.account) }, rowsByDay(view)) : rowsByDay(view)}
<nav class="pages" aria-label="${say('common.pages')}">
!${page.newer && !isAhead(page.newer, view) ? html`<a class="button secondary" href="${rowsAddress(book.id, filter, { before: cursorText(page.newer) })}">!${icon('back')}${say('transactions.newer')}</a>` : html`<span></span>`}
!${page.older ? html`<a class="button secondary" href="${rowsAddress(book.id, filter, { after: cursorText(page.older) })}">${say('common.older')}!${icon('forward')}</a>` : ''}
</nav>`;
}

function mayTick({ book }: ListView): boolean {
  return book.role !== 'viewer';
}

function unsortedLink({ book, unsorted }: ListView): Markup {
  if (unsorted === 0 || book.role === 'viewer') return '';
  return html`<p><a href="/books/${book.id}/unsorted">${say('unsorted.rows', { count: unsorted })}</a></p>`;
}

function isAhead({ bookedOn }: { readonly bookedOn: Day }, { today }: ListView): boolean {
  return bookedOn > today;
}

/** Groups rows by day; those dated ahead are in a separate section at the top. */
function rowsByDay(view: ListView): Markup {
  const { page, book, filter } = view;
  const ahead = page.rows.filter((row) => isAhead(row, view));
  const sofar = page.rows.slice(ahead.length); // rows are newest first
  const further =
    page.newer &&
    isAhead(page.newer, view) &&
    html`<a href="${rowsAddress(book.id, filter, { before: cursorText(page.newer) })}">${say('transactions.furtherAhead')}</a>`;
  const apart = html`<section class="card list apart"><div class="head"><h2>${say('transactions.datedAhead')}</h2>!${further || ''}</div>
<p class="quiet">${say('transactions.aheadHint')}</p>!${days(ahead, 'h3', view)}</section>`;
  return html`!${ahead.length > 0 ? apart : ''}!${sofar.length > 0 ? html`<div class="card list">!${days(sofar, 'h2', view)}</div>` : ''}`;
}

function days(rows: readonly Transaction[], heading: 'h2' | 'h3', view: ListView): Markup {
  const byDay = Map.groupBy(rows, (row) => row.bookedOn);
  const around = {
    book: view.book.id,
    locale: view.locale,
    account: view.filter.account,
    returnTo: view.here,
    canTick: mayTick(view),
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
  const hidden = (['currency', 'flow', 'payee'] as const).map((name) =>
    filter[name] ? html`<input type="hidden" name="${name}" value="${filter[name]}">` : '',
  );
  return html`<div class="filter!${words === '' ? '' : ' narrowed'} card"><details>
<summary>!${icon('search')}<span>${words === '' ? say('transactions.search') : words}</span></summary>
<form method="get" action="/books/${book.id}/transactions" role="search">
<div class="columns">
!${field({ name: 'text', label: say('transactions.words'), type: 'search', value: filter.text ?? '', required: 'unmarked', maxLength: 100 })}
!${select({ name: 'kind', label: say('transactions.kind'), value: filter.kind ?? '', required: 'unmarked', groups: [{ name: '', choices: [any(), ...kinds.map((kind) => ({ value: kind, label: say(`kinds.${kind}`) }))] }] })}
!${select({ name: 'account', label: say('transactions.account'), value: filter.account ?? '', required: 'unmarked', groups: namedChoices(view.accounts) })}
!${select({ name: 'category', label: say('common.category'), value: filter.category ?? '', required: 'unmarked', groups: categoryChoices(view.categories) })}
!${select({ name: 'month', label: say('common.month'), value: filter.month ?? '', required: 'unmarked', groups: monthChoices(view) })}
!${select({ name: 'week', label: say('transactions.week'), value: filter.week ?? '', required: 'unmarked', groups: weekChoices(view) })}
!${view.tags.length === 0 ? '' : select({ name: 'tag', label: say('transactions.tag'), value: filter.tag ?? '', required: 'unmarked', groups: namedChoices(view.tags) })}
!${select({ name: 'receipts', label: say('receipts.one'), value: filter.receipts ?? '', required: 'unmarked', groups: receiptChoices() })}
</div>!${hidden}
<button>${say('transactions.show')}</button>
</form></details>!${words === '' ? '' : html`<a class="quiet-link" href="/books/${book.id}/transactions">${say('transactions.showAll')}</a>`}</div>`;
}

/** Describes the filter, readable while its form is collapsed. */
function filterWords({ filter, accounts, categories, tags, payee, writing, book }: ListView): string {
  const nameOf = (list: readonly { id: string; name: string }[], id: string) =>
    list.find((one) => one.id === id)?.name;
  return [
    filter.text && say('transactions.quoted', { text: filter.text }),
    filter.kind && say(`kinds.${filter.kind}`),
    filter.flow && say(`transactions.${filter.flow}Within`),
    filter.category && (nameOf(categories, filter.category) ?? say('transactions.unknownCategory')),
    filter.payee && (payee?.name ?? say('payees.unknownOne')),
    filter.account && (nameOf(accounts, filter.account) ?? say('transactions.unknownAccount')),
    filter.tag && (nameOf(tags, filter.tag) ?? say('transactions.unknownTag')),
    filter.receipts && say(`receipts.${filter.receipts}`),
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

const any = () => ({ value: '', label: say('transactions.any') });

function namedChoices(named: readonly (Account | Tag)[]) {
  return [{ name: '', choices: [any(), ...named.map(({ id, name }) => ({ value: id, label: name }))] }];
}

function receiptChoices() {
  const choices = (['with', 'without'] as const).map((value) => ({ value, label: say(`receipts.${value}`) }));
  return [{ name: '', choices: [any(), ...choices] }];
}

function categoryChoices(categories: readonly Category[]) {
  const upper = categories.filter((category) => category.parent === null);
  const choices = upper.map((parent) => ({
    name: say(`transactions.${parent.kind}Group`, { name: parent.name }),
    choices: [parent, ...categories.filter((category) => category.parent === parent.id)].map(
      ({ id, name }) => ({
        value: id,
        label: id === parent.id && parent.role === null ? say('transactions.allOf', { name }) : name,
      }),
    ),
  }));
  return [{ name: '', choices: [any()] }, ...choices];
}

function monthChoices({ thisMonth, filter, writing, book }: ListView) {
  const months = Array.from({ length: 24 }, (_, back) => monthsAfter(thisMonth, -back));
  if (filter.month && !months.includes(filter.month)) months.push(filter.month);
  return [
    {
      name: '',
      choices: [
        any(),
        ...months.map((month) => ({ value: month, label: monthName(month, writing, book.monthStart) })),
      ],
    },
  ];
}

/** Choices of recent weeks, plus an older one if it is selected. */
function weekChoices({ thisWeek, filter, writing }: ListView) {
  const weeks = Array.from({ length: 12 }, (_, back) => dayAfter(thisWeek, -7 * back));
  if (filter.week && !weeks.includes(filter.week)) weeks.push(filter.week);
  return [
    { name: '', choices: [any(), ...weeks.map((week) => ({ value: week, label: weekName(week, writing) }))] },
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
          html`<li>!${sayMarkup(`transactions.${kind}Total`, {
            sum: { markup: amount(sum, currency, locale) },
            count,
            strong: (within) => html`<strong>!${within}</strong>`,
            small: (within) => html`<small>!${within}</small>`,
          })}</li>`,
      );
  const [sofar, ahead] = [words(false), words(true)];
  return html`!${sofar.length > 0 ? html`<ul class="totals" aria-label="${say('transactions.together', { time })}">!${sofar}</ul>` : ''}
!${ahead.length > 0 ? html`<ul class="totals quiet" aria-label="${say('transactions.togetherAhead', { time })}"><li>${say('transactions.aheadLabel')}</li>!${ahead}</ul>` : ''}`;
}

function nothing({ book, filter, accounts }: ListView): Markup {
  if (Object.keys(filter).length > 0) {
    return html`<div class="card empty">!${icon('search')}<h2>${say('transactions.notFound')}</h2><p>${say('transactions.notFoundHint')}</p><a class="button secondary" href="/books/${book.id}/transactions">${say('transactions.showAll')}</a></div>`;
  }
  const start =
    accounts.length === 0
      ? html`<a class="button" href="/books/${book.id}/accounts/new">${say('accounts.add')}</a>`
      : html`<a class="button" href="/books/${book.id}/transactions/new">${say('common.addFirstTransaction')}</a>`;
  return html`<div class="card empty">!${icon('transactions')}<h2>${say('transactions.none')}</h2><p>${say('transactions.noneHint')}</p>!${book.role === 'viewer' ? '' : start}</div>`;
}
