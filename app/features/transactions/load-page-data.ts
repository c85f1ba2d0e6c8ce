import { type Day, dayAfter } from '../../calendar.ts';
import type { TransactionSql } from '../../database/connect.ts';
import { accountsOf } from '../../ledger/accounts.ts';
import { shownCategories } from '../../ledger/categories.ts';
import { countMatching, type Matching } from '../../ledger/count-and-lock-matches.ts';
import { findPayee } from '../../ledger/find-payee-and-last-transaction.ts';
import { type Tag, tagsOf } from '../../ledger/list-and-set-tags.ts';
import { isJoinedMove } from '../../ledger/propose-and-join-moves.ts';
import { textsOf } from '../../ledger/rules/transactions-to-change.ts';
import { findTransaction, type Transaction } from '../../ledger/transaction.ts';
import { filterOf, rowsOf } from '../../ledger/transaction-filter-in-url.ts';
import { cursorOf, listAround, listTransactions } from '../../ledger/transaction-list.ts';
import { type Receipt, receiptsOf } from '../../receipts/receipt-queries.ts';
import type { Known } from './draft-to-entry.ts';
import type { Draft } from './form-draft.ts';
import { lastChange, recentPayees, totalsOf } from './query-totals-and-payees.ts';
import { loadSuggestion, type Suggestion } from './suggestion-by-last-time-and-rules.ts';

/** Data that a form shows besides its own fields. */
export interface Loaded {
  readonly known: Known;
  readonly payees: readonly string[];
  readonly tags: readonly Tag[];
  /** Account of the newest transaction up to today, the likeliest for the next one. */
  readonly usualAccount: string;
  /** The transaction being edited, if it exists. */
  readonly stored: Transaction | undefined;
  /** Texts that banks wrote of it. */
  readonly raw: readonly string[];
  /** Receipts of it. */
  readonly there: readonly Receipt[];
  /** True for a move that was joined of two rows. */
  readonly isJoined: boolean;
  /** What the draft can be filled in by; absent for a form that is opened. */
  readonly suggestion: Suggestion | undefined;
}

/** @param draft a form that was sent, whose payee may be remembered. @default a form that is opened */
export async function loadForm(
  sql: TransactionSql,
  book: string,
  today: Day,
  id?: string,
  draft?: Draft,
): Promise<Loaded> {
  const [{ accounts, stored }, raw, there, isJoined, categories, payees, tags, latest, suggestion] =
    await Promise.all([
      loadAccounts(sql, book, id),
      id === undefined ? [] : textsOf(sql, book, id),
      id === undefined ? [] : receiptsOf(sql, book, id),
      id !== undefined && isJoinedMove(sql, book, id),
      shownCategories(sql, book),
      recentPayees(sql, book, today),
      tagsOf(sql, book),
      listTransactions(sql, book, { days: { next: dayAfter(today) } }, { limit: 1 }),
      draft && loadSuggestion(sql, book, draft, id),
    ]);
  const newest = latest.rows[0]?.postings.find((posting) => posting.account !== null)?.account;
  const usual = accounts.find((account) => account.id === newest) ?? accounts[0];
  const known = { accounts, categories };
  return { known, payees, tags, usualAccount: usual?.id ?? '', stored, raw, there, isJoined, suggestion };
}

/** Loads the accounts that a form offers: open ones, and those of the transaction being edited. */
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

/** Loads a transaction and its last change for reading; undefined when it does not exist. */
export async function loadReading(sql: TransactionSql, book: string, id: string) {
  const [transaction, changed, raw, receipts] = await Promise.all([
    findTransaction(sql, book, id),
    lastChange(sql, book, id),
    textsOf(sql, book, id),
    receiptsOf(sql, book, id),
  ]);
  return transaction && { transaction, changed, raw, receipts };
}

const rowsOnPage = 50;
/** Number of the nearest rows dated ahead, shown above the first page. */
const rowsAhead = 3;

interface Query {
  readonly after?: string;
  readonly before?: string;
}

/** Today's date in the book, and the day of the calendar month on which its months begin. */
interface Calendar {
  readonly today: Day;
  readonly monthStart: number;
}

/** @param mayEdit counts all rows of a filter as well, which an editor may change at once */
export async function loadList(
  sql: TransactionSql,
  book: string,
  query: Query & Parameters<typeof filterOf>[0],
  { today, monthStart }: Calendar,
  mayEdit: boolean,
) {
  const filter = filterOf(query);
  const rows = rowsOf(filter, monthStart);
  const cursors = { after: cursorOf(query.after), before: cursorOf(query.before) };
  const isFirst = !cursors.after && !cursors.before && (rows.days?.first ?? '') <= today;
  const isCounted = mayEdit && Object.keys(filter).length > 0;
  const [page, totals, accounts, categories, tags, matching, payee] = await Promise.all([
    isFirst
      ? listAround(sql, book, rows, today, { ahead: rowsAhead, upToday: rowsOnPage })
      : listTransactions(sql, book, rows, { limit: rowsOnPage, ...cursors }),
    filter.month || filter.week ? totalsOf(sql, book, rows, today) : [],
    accountsOf(sql, book),
    shownCategories(sql, book),
    tagsOf(sql, book),
    isCounted ? countMatching(sql, book, rows) : (null satisfies Matching | null),
    filter.payee === undefined ? undefined : findPayee(sql, book, filter.payee),
  ]);
  return { filter, page, totals, accounts, categories, tags, matching, payee };
}
