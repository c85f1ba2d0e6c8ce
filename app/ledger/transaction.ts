import type { TransactionSql } from '../database/connect.ts';
import { isId, type Kind } from './filter.ts';

export interface Transaction {
  readonly id: string;
  readonly bookedOn: string;
  readonly kind: Kind;
  readonly payee: string;
  readonly note: string;
  readonly state: 'pending' | 'cleared';
  readonly version: number;
  readonly postings: readonly NamedPosting[];
}

/** Exactly one of `account` and `category` is set; `name` is its name. */
export interface NamedPosting {
  readonly account: string | null;
  readonly category: string | null;
  readonly name: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly note: string;
}

/** One transaction, or undefined when this book has none with the id. */
export async function findTransaction(
  sql: TransactionSql,
  book: string,
  id: string,
): Promise<Transaction | undefined> {
  if (!isId(id)) return undefined;
  const [found] = await withPostings(
    sql,
    sql`select * from transaction where book_id = ${book} and id = ${id}`,
  );
  return found;
}

/** The transactions that `headers` selects, newest first, each with its postings. */
export async function withPostings(
  sql: TransactionSql,
  headers: ReturnType<TransactionSql>,
): Promise<Transaction[]> {
  const rows = await sql<Flat[]>`
    select t.id, t.booked_on as "bookedOn", t.kind, t.payee, t.note, t.state, t.version,
      p.account_id as account, p.category_id as category, coalesce(a.name, c.name) as name,
      p.amount_minor as amount, p.currency, p.note as "lineNote"
    from (${headers}) t
      join posting p on p.book_id = t.book_id and p.transaction_id = t.id
      left join account a on a.book_id = p.book_id and a.id = p.account_id
      left join category c on c.book_id = p.book_id and c.id = p.category_id
    order by t.booked_on desc, t.id desc, p.line`;
  return gather(rows);
}

interface Flat extends Omit<Transaction, 'postings'>, Omit<NamedPosting, 'note'> {
  readonly lineNote: string;
}

function gather(rows: readonly Flat[]): Transaction[] {
  const transactions: Transaction[] = [];
  let postings: NamedPosting[] = [];
  for (const { account, category, name, amount, currency, lineNote, ...header } of rows) {
    if (transactions.at(-1)?.id !== header.id) {
      postings = [];
      transactions.push({ ...header, postings });
    }
    postings.push({ account, category, name, amount, currency, note: lineNote });
  }
  return transactions;
}
