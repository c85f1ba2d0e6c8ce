import { type Day, dayAfter } from '../../calendar.ts';
import type { TransactionSql } from '../../database/connect.ts';
import { accountsOf } from '../../ledger/accounts.ts';
import { isJoinedMove } from '../../ledger/join-and-take-apart-moves.ts';
import { type Tag, tagsOf } from '../../ledger/list-and-set-tags.ts';
import { shownCategories } from '../../ledger/list-categories-with-shown-names.ts';
import { findTransaction, type Transaction } from '../../ledger/read-transactions-with-postings.ts';
import { textsOf } from '../../ledger/rules/bank-row-texts.ts';
import { listTransactions } from '../../ledger/transaction-list.ts';
import { type Receipt, receiptsOf } from '../../receipts/receipt-queries.ts';
import type { Known } from './draft-to-entry.ts';
import type { Draft } from './form-draft.ts';
import { recentPayees } from './query-payee-suggestions.ts';
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
