import { type Day, isDay } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import { spellings } from './find-payee-and-last-transaction.ts';
import { type Found, findWords } from './find-words-in-names-and-notes.ts';
import { type Transaction, withPostings } from './read-transactions-with-postings.ts';
import { isId, type Rows } from './transaction-filter-in-url.ts';

/** A position between two rows; inserts and deletes elsewhere do not shift it. */
export interface Cursor {
  readonly bookedOn: string;
  readonly id: string;
}

export interface Paging {
  readonly limit: number;
  /** Selects rows below this position, in list order: newest day first. */
  readonly after?: Cursor | undefined;
  /** Selects rows above this position. */
  readonly before?: Cursor | undefined;
}

export interface TransactionPage {
  readonly rows: readonly Transaction[];
  /** Start of the page of older rows; null when there is none. */
  readonly older: Cursor | null;
  /** End of the page of newer rows; null when there is none. */
  readonly newer: Cursor | null;
}

/** Reads one page of a book's transactions, newest first. Keyset paging costs the same on every page. */
export async function listTransactions(
  sql: TransactionSql,
  book: string,
  wanted: Rows,
  paging: Paging,
): Promise<TransactionPage> {
  return pageOf(sql, book, wanted, await findWords(sql, wanted.text), paging);
}

/**
 * Reads the page from `today` downwards, preceded by the nearest later rows; `newer` then marks the end of the
 * remaining ones.
 *
 * @param limits maximum number of rows after today, and up to today
 */
export async function listAround(
  sql: TransactionSql,
  book: string,
  wanted: Rows,
  today: Day,
  limits: { readonly ahead: number; readonly upToday: number },
): Promise<TransactionPage> {
  const words = await findWords(sql, wanted.text);
  const [ahead, upToday] = await Promise.all([
    pageOf(sql, book, wanted, words, { limit: limits.ahead, before: endOf(today) }),
    pageOf(sql, book, wanted, words, { limit: limits.upToday, after: endOf(today) }),
  ]);
  return { rows: [...ahead.rows, ...upToday.rows], older: upToday.older, newer: ahead.newer };
}

/** Position below all rows after the day and above the day's own. */
function endOf(day: Day): Cursor {
  return { bookedOn: day, id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };
}

async function pageOf(
  sql: TransactionSql,
  book: string,
  wanted: Rows,
  words: Found | undefined,
  { limit, after, before }: Paging,
): Promise<TransactionPage> {
  const beyond = before
    ? sql`and (t.booked_on, t.id) > (${before.bookedOn}, ${before.id})`
    : after
      ? sql`and (t.booked_on, t.id) < (${after.bookedOn}, ${after.id})`
      : sql``;
  const order = before ? sql`t.booked_on, t.id` : sql`t.booked_on desc, t.id desc`;
  const found = await withPostings(
    sql,
    sql`
      select t.* from transaction t
      where t.book_id = ${book} ${narrow(sql, book, wanted, words)} ${beyond}
      order by ${order} limit ${limit + 1}`, // one more, to tell whether there is another page
  );
  const more = found.length > limit;
  const rows = before ? found.slice(-limit) : found.slice(0, limit);
  const first = rows.at(0) ?? null;
  const last = rows.at(-1) ?? null;
  if (before) return { rows, older: last, newer: more ? first : null };
  return { rows, older: more ? last : null, newer: after ? first : null };
}

/** Serializes a cursor as `2025-11-21_<id>`, for URLs. */
export function cursorText({ bookedOn, id }: Cursor): string {
  return `${bookedOn}_${id}`;
}

/** Parses a cursor; undefined, meaning the first page, when invalid. */
export function cursorOf(text: string | undefined): Cursor | undefined {
  const [bookedOn = '', id = ''] = text?.split('_') ?? [];
  return isDay(bookedOn) && isId(id) ? { bookedOn, id } : undefined;
}

/** Builds the SQL conditions on `t`; `words` is the result of `findWords` for the filter's text. */
export function narrow(sql: TransactionSql, book: string, rows: Rows, words: Found | undefined) {
  const { kind, flow, account, category, payee, days = {}, currency, tag, receipts } = rows;
  const inDays = sql`
    ${days.first ? sql`and p.booked_on >= ${days.first}` : sql``} ${days.next ? sql`and p.booked_on < ${days.next}` : sql``}`;
  const has = (condition: ReturnType<TransactionSql>) => sql`
    and t.id in (select p.transaction_id from posting p where p.book_id = ${book} ${inDays} and ${condition})`;
  return sql`
    ${days.first ? sql`and t.booked_on >= ${days.first}` : sql``}
    ${days.next ? sql`and t.booked_on < ${days.next}` : sql``}
    ${kind ? sql`and t.kind = ${kind}` : sql``}
    ${flow ? has(sql`p.category_id in (select c.id from category c where c.book_id = ${book} and c.kind = ${flow})`) : sql``}
    ${account ? has(sql`p.account_id = ${account}`) : sql``}
    ${category ? has(sql`p.category_id = any(${family(sql, book, category)})`) : sql``}
    ${payee ? sql`and t.payee_id = any(${spellings(sql, book, payee)})` : sql``}
    ${currency ? has(sql`p.currency = ${currency} and p.account_id is not null`) : sql``}
    ${tag ? sql`and t.id in (select x.transaction_id from transaction_tag x where x.book_id = ${book} and x.tag_id = ${tag})` : sql``}
    ${receipts ? sql`and ${receipts === 'without' ? sql`not` : sql``} exists (${receiptsIn(sql, book)})` : sql``}
    ${words ? wordsIn(sql, book, words) : sql``}`;
}

/** SQL of the receipts of the row `t`, and of what was joined with it. */
function receiptsIn(sql: TransactionSql, book: string) {
  return sql`select from receipt r
    where r.book_id = ${book} and r.transaction_id = any(array[t.id, (t.metadata ->> 'joined')::uuid])`;
}

function wordsIn(sql: TransactionSql, book: string, words: Found) {
  const { ids, pattern, payees, categories, accounts, tags } = words;
  if (ids) return sql`and t.id = any(${ids}::uuid[])`;
  return sql`and (t.payee_id = any(${payees}::uuid[]) or plain_text(t.note) like ${pattern} or exists (
    select from transaction_tag x where x.book_id = ${book} and x.transaction_id = t.id and x.tag_id = any(${tags}::uuid[])
  ) or exists (
    select from posting p where p.book_id = ${book} and p.transaction_id = t.id and (
      p.category_id = any(${categories}::uuid[]) or p.account_id = any(${accounts}::uuid[])
      or (p.note <> '' and plain_text(p.note) like ${pattern})
    )))`;
}

/** SQL array of a category's id and those of its children. */
function family(sql: TransactionSql, book: string, category: string) {
  return sql`array(
    select c.id from category c where c.book_id = ${book} and (c.id = ${category} or c.parent_id = ${category})
  )`;
}
