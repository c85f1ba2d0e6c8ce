import type { TransactionSql } from '../database/connect.ts';
import { audit } from './audit.ts';
import { isId } from './filter.ts';

/** What a deleted transaction was, for the offer to bring it back. */
export interface Deleted {
  readonly audit: string;
  readonly payee: string;
  readonly bookedOn: string;
}

/** What the audit row deleted, unless it is not there or the transaction is back already. */
export async function findDeleted(
  sql: TransactionSql,
  book: string,
  auditId: string,
): Promise<Deleted | undefined> {
  if (!isId(auditId)) return undefined;
  const [row] = await sql<Deleted[]>`
    select a.id as audit, before ->> 'payee' as payee, before ->> 'booked_on' as "bookedOn"
    from audit a
    where a.book_id = ${book} and a.id = ${auditId} and action = 'delete' and subject = 'transaction'
      and not exists (select from transaction t where t.book_id = a.book_id and t.id = a.subject_id)`;
  return row;
}

/**
 * Brings back what the audit row deleted: the same id, one version on, so that a form from before the deletion still
 * meets a conflict. Once it is back, nothing more happens. Gives the id, or null when there is nothing to restore.
 */
export async function restoreTransaction(
  sql: TransactionSql,
  book: string,
  auditId: string,
): Promise<string | null> {
  if (!(await findDeleted(sql, book, auditId))) return null;
  const [row] = await sql<{ id: string }[]>`
    insert into transaction (book_id, id, booked_on, kind, payee_id, note, version, metadata, created_by, created_at)
    select a.book_id, was.id, was.booked_on, was.kind, payee_named(a.book_id, was.payee), was.note, was.version + 1, was.metadata,
      case when name_in_book(was.created_by) is not null then was.created_by end, was.created_at
    from audit a, jsonb_populate_record(null::transaction, a.before) was
    where a.book_id = ${book} and a.id = ${auditId}
    returning id`;
  if (!row) return null;
  await sql`
    insert into posting (book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency, note,
      state, bank_day)
    select a.book_id, a.subject_id, p.line, (a.before ->> 'booked_on')::date, p.account_id, p.category_id,
      p.amount_minor, p.currency, p.note, case when p.account_id is null then 'cleared' else coalesce(p.state, a.before ->> 'state') end,
      p.bank_day
    from audit a, jsonb_populate_recordset(null::posting, a.before -> 'postings') p
    where a.book_id = ${book} and a.id = ${auditId}`;
  const [document] = await sql<{ after: object }[]>`select transaction_document(${row.id}) as after`;
  await audit(sql, { action: 'restore', subject: 'transaction', id: row.id, after: document?.after ?? {} });
  return row.id;
}
