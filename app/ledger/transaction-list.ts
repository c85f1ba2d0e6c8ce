import { type Day, isDay } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import { isId, type Rows } from './filter.ts';
import { type Found, findWords } from './search.ts';
import { type Transaction, withPostings } from './transaction.ts';

/** A place between two rows: rows that are added or removed elsewhere do not move it. */
export interface Cursor {
  readonly bookedOn: string;
  readonly id: string;
}

export interface Paging {
  readonly limit: number;
  /** Rows below this one, in the list's order: newest day first. */
  readonly after?: Cursor | undefined;
  /** Rows above this one. */
  readonly before?: Cursor | undefined;
}

export interface TransactionPage {
  readonly rows: readonly Transaction[];
  /** Where the page of older rows starts; null when there is none. */
  readonly older: Cursor | null;
  /** Where the page of newer rows ends; null when there is none. */
  readonly newer: Cursor | null;
}

/** One page of a book's transactions, newest first. Paging by key costs the same on every page. */
export async function listTransactions(
  sql: TransactionSql,
  book: string,
  wanted: Rows,
  paging: Paging,
): Promise<TransactionPage> {
  return pageOf(sql, book, wanted, await findWords(sql, wanted.text), paging);
}

/**
 * The page from a day downwards, below the nearest of what is after it; `newer` is then where the further ones end.
 *
 * @param limits how many rows there may be of each
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

/** The place below all rows after the day and above its own. */
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
      order by ${order} limit ${limit + 1}`, // one more tells whether there is another page
  );
  const more = found.length > limit;
  const rows = before ? found.slice(-limit) : found.slice(0, limit);
  const first = rows.at(0) ?? null;
  const last = rows.at(-1) ?? null;
  if (before) return { rows, older: last, newer: more ? first : null };
  return { rows, older: more ? last : null, newer: after ? first : null };
}

/** `2025-11-21_<id>`, for addresses. */
export function cursorText({ bookedOn, id }: Cursor): string {
  return `${bookedOn}_${id}`;
}

/** Undefined for what is no cursor, which is then the first page. */
export function cursorOf(text: string | undefined): Cursor | undefined {
  const [bookedOn = '', id = ''] = text?.split('_') ?? [];
  return isDay(bookedOn) && isId(id) ? { bookedOn, id } : undefined;
}

/** The rows as conditions on `t`; `words` is what `findWords` made of their text. */
export function narrow(sql: TransactionSql, book: string, rows: Rows, words: Found | undefined) {
  const { kind, flow, account, category, days = {}, currency } = rows;
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
    ${currency ? has(sql`p.currency = ${currency} and p.account_id is not null`) : sql``}
    ${words ? wordsIn(sql, book, words) : sql``}`;
}

function wordsIn(sql: TransactionSql, book: string, words: Found) {
  const { ids, pattern, payees, categories, accounts } = words;
  if (ids) return sql`and t.id = any(${ids}::uuid[])`;
  return sql`and (t.payee_id = any(${payees}::uuid[]) or plain_text(t.note) like ${pattern} or exists (
    select from posting p where p.book_id = ${book} and p.transaction_id = t.id and (
      p.category_id = any(${categories}::uuid[]) or p.account_id = any(${accounts}::uuid[])
      or (p.note <> '' and plain_text(p.note) like ${pattern})
    )))`;
}

/** A category and all below it. */
function family(sql: TransactionSql, book: string, category: string) {
  return sql`array(
    select c.id from category c where c.book_id = ${book} and (c.id = ${category} or c.parent_id = ${category})
  )`;
}
