import type { TransactionSql } from '../database/connect.ts';
import { audit } from '../ledger/audit-trail.ts';
import { beginAct } from '../ledger/begin-and-list-acts.ts';
import { addTransaction } from '../ledger/write-transaction.ts';
import type { Planned } from './planned-occurrences.ts';
import { type ComesAgain, storable } from './stored-entry.ts';
import { noteNext } from './update-next-due.ts';

/**
 * Enters what is planned as a row of its own, once: false when it was entered or skipped already.
 *
 * @param by `hand`, so that its undo has it wait again; `itself`, for what is entered as pending, and stays away when it is undone
 * @throws ClosedAccountError
 */
export async function enter(
  sql: TransactionSql,
  book: string,
  person: string,
  planned: Planned,
  by: 'hand' | 'itself',
): Promise<boolean> {
  const { entry } = planned;
  const row = await decide(sql, book, planned, 'entered');
  if (!row) return false;
  await beginAct(sql, book, by === 'hand' ? 'enter occurrence' : 'come due', entry.payee);
  if (by === 'hand') await auditOccurrence(sql, row);
  const entered = by === 'hand' ? entry : asPending(entry);
  await addTransaction(sql, book, person, entered, { again: row.transaction ?? undefined });
  return true;
}

/** Skips what is planned; false when it was entered or skipped already. */
export async function skip(sql: TransactionSql, book: string, planned: Planned): Promise<boolean> {
  const row = await decide(sql, book, planned, 'skipped');
  return keep(sql, book, planned, row, 'skip occurrence', planned.entry.payee);
}

/** Changes one occurrence alone; false when it was entered or skipped already. */
export async function changeOne(
  sql: TransactionSql,
  book: string,
  planned: Planned,
  entry: ComesAgain,
): Promise<boolean> {
  const row = await decide(sql, book, planned, 'changed', entry);
  return keep(sql, book, planned, row, 'edit occurrence', entry.payee);
}

/** Writes what becomes of an occurrence; undefined when it was entered or skipped already. */
async function decide(
  sql: TransactionSql,
  book: string,
  { schedule, dueOn }: Planned,
  state: 'entered' | 'skipped' | 'changed',
  entry?: ComesAgain,
): Promise<Changed | undefined> {
  const [row] = await sql<Changed[]>`
    insert into occurrence (book_id, schedule_id, due_on, state, transaction_id, entry)
    values (${book}, ${schedule.id}, ${dueOn}, ${state}, ${state === 'entered' ? sql`uuidv7()` : null},
      ${entry ? storable(entry) : null}::text::jsonb)
    on conflict (book_id, schedule_id, due_on) do update
      set state = excluded.state, transaction_id = excluded.transaction_id, entry = excluded.entry
      where occurrence.state = 'changed'
    returning id, transaction_id as transaction, case when old.id is not null then to_jsonb(old) end as before,
      to_jsonb(new) as after`;
  return row;
}

async function keep(
  sql: TransactionSql,
  book: string,
  { schedule }: Planned,
  row: Changed | undefined,
  kind: string,
  title: string,
): Promise<boolean> {
  if (!row) return false;
  await beginAct(sql, book, kind, title);
  await auditOccurrence(sql, row);
  await noteNext(sql, book, schedule.id);
  return true;
}

interface Changed {
  readonly id: string;
  readonly transaction: string | null;
  readonly before: object | null;
  readonly after: object;
}

async function auditOccurrence(sql: TransactionSql, { id, before, after }: Changed): Promise<void> {
  await audit(sql, {
    ...{ action: before ? 'edit' : 'add', subject: 'occurrence', id, after },
    ...(before && { before }),
  });
}

/** The entry, pending on all of its accounts. */
function asPending(entry: ComesAgain): ComesAgain {
  const state = 'pending' as const;
  if (entry.kind === 'moved') return { ...entry, from: { ...entry.from, state }, to: { ...entry.to, state } };
  const lines = entry.lines.map((line) =>
    'account' in line ? { ...line, account: { ...line.account, state } } : line,
  );
  return { ...entry, account: { ...entry.account, state }, lines };
}
