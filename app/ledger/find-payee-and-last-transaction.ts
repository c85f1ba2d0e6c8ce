import type { TransactionSql } from '../database/connect.ts';
import { type Transaction, withPostings } from './read-transactions-with-postings.ts';
import { isId } from './transaction-filter-in-url.ts';

export interface Payee {
  readonly id: string;
  readonly name: string;
}

/**
 * SQL array of the ids of a payee: its own, and those of the payees that are merged into it.
 *
 * @param payee its id, or SQL of it
 */
export function spellings(sql: TransactionSql, book: string, payee: string | ReturnType<TransactionSql>) {
  return sql`array(
    select one.id from payee one where one.book_id = ${book} and (one.id = ${payee} or one.merged_into = ${payee})
  )`;
}

/** Finds a payee by its id; undefined for one that this book lacks, and for one that is merged into another. */
export async function findPayee(sql: TransactionSql, book: string, id: string): Promise<Payee | undefined> {
  if (!isId(id)) return undefined;
  const [found] = await sql<Payee[]>`
    select id, name from payee where book_id = ${book} and id = ${id} and merged_into is null`;
  return found;
}

/** Finds the payee that a name stands for; case, accents and spaces make no difference. */
export async function payeeCalled(
  sql: TransactionSql,
  book: string,
  name: string,
): Promise<Payee | undefined> {
  if (name === '') return undefined;
  const [found] = await sql<Payee[]>`
    select shown.id, shown.name from payee one
      join payee shown on shown.book_id = one.book_id and shown.id = coalesce(one.merged_into, one.id)
    where one.book_id = ${book} and one.plain_name = plain_text(${name})`;
  return found;
}

/**
 * Finds the newest transaction of one kind with a payee, up to `today`.
 *
 * @param except the transaction that is being edited
 */
export async function lastWith(
  sql: TransactionSql,
  book: string,
  payee: string,
  {
    kind,
    today,
    except,
  }: { readonly kind: string; readonly today: string; readonly except: string | undefined },
): Promise<Transaction | undefined> {
  const other = except !== undefined && isId(except) ? sql`and t.id <> ${except}` : sql``;
  const [last] = await withPostings(
    sql,
    sql`
      select t.* from transaction t
      where t.book_id = ${book} and t.payee_id = any(${spellings(sql, book, payee)}) and t.kind = ${kind}
        and t.booked_on <= ${today} ${other}
      order by t.booked_on desc, t.id desc limit 1`,
  );
  return last;
}
