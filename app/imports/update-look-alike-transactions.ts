import type { TransactionSql } from '../database/connect.ts';
import type { PlannedRow } from './plan-import.ts';
import { importRow, insertImportRows } from './write-rows.ts';

interface Place {
  readonly book: string;
  readonly id: string;
  /** Number of the first row within the import. */
  readonly firstLine: number;
}

/**
 * Puts rows in the place of those they look like: the bank's day, and cleared. What was announced takes the day of the
 * booked row, and its payee and note as well where nobody has set these by hand.
 */
export async function updateMatchingTransactions(
  sql: TransactionSql,
  { book, id, firstLine }: Place,
  rows: readonly PlannedRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const pairs = rows.flatMap(({ raw, resemblance }) =>
    resemblance
      ? [
          {
            transaction: resemblance.candidate.transaction,
            line: resemblance.candidate.line,
            was: resemblance.candidate.day,
            isAnnounced: resemblance.why === 'pending' && !resemblance.candidate.isByHand,
            day: raw.date,
            isPending: raw.pending === true,
            payee: raw.payee,
            memo: raw.memo === raw.payee ? '' : raw.memo,
          },
        ]
      : [],
  );
  const listed = sql`json_to_recordset(${JSON.stringify(pairs)}::text::json) one (transaction uuid, line smallint, was date,
    "isAnnounced" boolean, day date, "isPending" boolean, payee text, memo text)`;
  const ids = pairs.map(({ transaction }) => transaction);
  await sql`select from transaction where book_id = ${book} and id = any(${ids}::uuid[]) order by id for update`;
  const before = await sql<
    Documented[]
  >`select id, document from transaction_documents(${book}, ${ids}::uuid[])`;
  await sql`
    update transaction t set booked_on = one.day,
      payee_id = case when t.payee_set_by <> 'hand' then payee_named(${book}, left(tidy_line(one.payee), 120)) else t.payee_id end,
      note = case when t.note_set_by <> 'hand' then left(tidy_note(one.memo), 1000) else t.note end
    from ${listed} where t.book_id = ${book} and t.id = one.transaction and one."isAnnounced" and t.booked_on = one.was`;
  await sql`
    update posting p set bank_day = one.day,
      state = case when p.state = 'reconciled' or one."isPending" then p.state else 'cleared' end
    from ${listed} where p.book_id = ${book} and p.transaction_id = one.transaction and p.line = one.line`;
  await auditChanged(sql, book, before);
  const kept = rows.map((row, index) =>
    importRow(row, firstLine + index, row.resemblance?.candidate.transaction ?? null),
  );
  await insertImportRows(sql, book, id, kept);
}

interface Documented {
  readonly id: string;
  readonly document: object;
}

/** Raises the version of those that are not as before, and records them. */
async function auditChanged(sql: TransactionSql, book: string, before: readonly Documented[]): Promise<void> {
  const ids = before.map(({ id }) => id);
  const listed = sql`json_to_recordset(${JSON.stringify(before)}::text::json) was (id uuid, document jsonb)
    join transaction_documents(${book}, ${ids}::uuid[]) now on now.id = was.id`;
  const changed = await sql<{ id: string }[]>`
    update transaction t set version = t.version + 1, updated_at = now()
    from ${listed} where t.book_id = ${book} and t.id = was.id and now.document <> was.document returning t.id`;
  await sql`
    insert into audit (action, subject, subject_id, before, after)
    select 'edit', 'transaction', was.id, was.document, now.document
    from ${listed} where was.id = any(${changed.map(({ id }) => id)}::uuid[])`;
}
