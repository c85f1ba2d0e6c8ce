import { type Day, dayAfter } from '../../calendar.ts';
import type { TransactionSql } from '../../database/connect.ts';
import { accountsOf } from '../../ledger/accounts.ts';
import { categoriesOf } from '../../ledger/categories.ts';
import { filterOf, rowsOf } from '../../ledger/filter.ts';
import { findTransaction, type Transaction } from '../../ledger/transaction.ts';
import { cursorOf, listAround, listTransactions } from '../../ledger/transaction-list.ts';
import type { Known } from './read-draft.ts';
import { recentPayees, totalsOf } from './store.ts';

/** What a form shows besides its own text. */
export interface Loaded {
  readonly known: Known;
  readonly payees: readonly string[];
  /** The account of the newest row up to today, which is most likely that of the next one. */
  readonly usualAccount: string;
  /** The transaction that is edited, if it is there. */
  readonly stored: Transaction | undefined;
}

export async function loadForm(sql: TransactionSql, book: string, today: Day, id?: string): Promise<Loaded> {
  const [{ accounts, stored }, categories, payees, latest] = await Promise.all([
    loadAccounts(sql, book, id),
    categoriesOf(sql, book),
    recentPayees(sql, book, today),
    listTransactions(sql, book, { days: { next: dayAfter(today) } }, { limit: 1 }),
  ]);
  const last = latest.rows[0]?.postings.find((posting) => posting.account !== null)?.account;
  const usual = accounts.find((account) => account.id === last) ?? accounts[0];
  return { known: { accounts, categories }, payees, usualAccount: usual?.id ?? '', stored };
}

/** The accounts that a form offers: open ones, and those of the transaction that is edited. */
export async function loadAccounts(sql: TransactionSql, book: string, id?: string) {
  const [accounts, stored] = await Promise.all([
    accountsOf(sql, book),
    id === undefined ? undefined : findTransaction(sql, book, id),
  ]);
  const onIt = new Set(stored?.postings.map((posting) => posting.account));
  return {
    accounts: accounts.filter((account) => account.closedOn === null || onIt.has(account.id)),
    stored,
  };
}

const rowsOnPage = 50;
/** Of those that are dated ahead: the nearest, above the first page. */
const rowsAhead = 3;

interface Query {
  readonly after?: string;
  readonly before?: string;
}

/** Which day it is in the book, and the day of the calendar's month on which the book's begins. */
interface Calendar {
  readonly today: Day;
  readonly monthStart: number;
}

export async function loadList(
  sql: TransactionSql,
  book: string,
  query: Query & Parameters<typeof filterOf>[0],
  { today, monthStart }: Calendar,
) {
  const filter = filterOf(query);
  const rows = rowsOf(filter, monthStart);
  const cursors = { after: cursorOf(query.after), before: cursorOf(query.before) };
  const isFirst = !cursors.after && !cursors.before && (rows.days?.first ?? '') <= today;
  const [page, totals, accounts, categories] = await Promise.all([
    isFirst
      ? listAround(sql, book, rows, today, { ahead: rowsAhead, upToday: rowsOnPage })
      : listTransactions(sql, book, rows, { limit: rowsOnPage, ...cursors }),
    filter.month || filter.week ? totalsOf(sql, book, rows, today) : [],
    accountsOf(sql, book),
    categoriesOf(sql, book),
  ]);
  return { filter, page, totals, accounts, categories };
}
