import type { TransactionSql } from '../database/connect.ts';
import type { LineState } from './entry-to-postings.ts';
import type { Tag } from './list-and-set-tags.ts';
import type { CategoryRole } from './list-categories-with-shown-names.ts';
import { isId, type Kind } from './transaction-filter-in-url.ts';

export interface Transaction {
  readonly id: string;
  readonly bookedOn: string;
  readonly kind: Kind;
  /** Current name of the payee; empty for none. */
  readonly payee: string;
  readonly note: string;
  /** Pending while any of its postings is. */
  readonly state: 'pending' | 'cleared';
  readonly version: number;
  readonly postings: readonly NamedPosting[];
  /** By name. */
  readonly tags: readonly Tag[];
  /** Oldest first. */
  readonly receipts: readonly ReceiptName[];
}

/** What lists say of a receipt. */
export interface ReceiptName {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
}

/** A posting with the name of its account or category; exactly one of the two is set. */
export interface NamedPosting {
  readonly account: string | null;
  readonly category: string | null;
  readonly name: string;
  /** Purpose of a category that the book itself made: people read it in place of the name. */
  readonly role: CategoryRole | null;
  readonly amount: bigint;
  readonly currency: string;
  readonly note: string;
  readonly state: LineState;
  readonly bankDay: string | null;
  /** True for an equity category, which only the book itself uses: for openings and exchanges. */
  readonly isOwn: boolean;
}

/** Finds a transaction; undefined when this book has none with the id. */
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

/** Reads the transactions that the query `headers` selects, newest first, with their postings. */
export async function withPostings(
  sql: TransactionSql,
  headers: ReturnType<TransactionSql>,
): Promise<Transaction[]> {
  const rows = await sql<Flat[]>`
    select t.id, t.booked_on as "bookedOn", t.kind, coalesce(shown.name, w.name, '') as payee, t.note, t.state, t.version,
      p.account_id as account, p.category_id as category, coalesce(a.name, c.name) as name, c.role,
      p.amount_minor as amount, p.currency, p.note as "lineNote",
      p.state as "lineState", coalesce((
        select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'color', g.color) order by lower(g.name))
        from transaction_tag x join tag g on g.book_id = x.book_id and g.id = x.tag_id
        where x.book_id = t.book_id and x.transaction_id = t.id
      ), '[]') as tags, coalesce((
        select jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name, 'type', r.type, 'bytes', r.bytes) order by r.id)
        from receipt r
        where r.book_id = t.book_id and r.transaction_id = any(array[t.id, (t.metadata ->> 'joined')::uuid])
      ), '[]') as receipts, p.bank_day as "bankDay", coalesce(c.kind = 'equity', false) as "isOwn"
    from (${headers}) t
      left join payee w on w.book_id = t.book_id and w.id = t.payee_id
      left join payee shown on shown.book_id = w.book_id and shown.id = w.merged_into
      join posting p on p.book_id = t.book_id and p.transaction_id = t.id
      left join account a on a.book_id = p.book_id and a.id = p.account_id
      left join category c on c.book_id = p.book_id and c.id = p.category_id
    order by t.booked_on desc, t.id desc, p.line`;
  return gather(rows);
}

interface Flat extends Omit<Transaction, 'postings'>, Omit<NamedPosting, 'note' | 'state'> {
  readonly lineNote: string;
  readonly lineState: LineState;
}

function gather(rows: readonly Flat[]): Transaction[] {
  const transactions: Transaction[] = [];
  let postings: NamedPosting[] = [];
  for (const {
    account,
    category,
    name,
    role,
    amount,
    currency,
    lineNote,
    lineState,
    bankDay,
    isOwn,
    ...header
  } of rows) {
    if (transactions.at(-1)?.id !== header.id) {
      postings = [];
      transactions.push({ ...header, postings });
    }
    postings.push({
      account,
      category,
      name,
      role,
      amount,
      currency,
      note: lineNote,
      state: lineState,
      bankDay,
      isOwn,
    });
  }
  return transactions;
}
