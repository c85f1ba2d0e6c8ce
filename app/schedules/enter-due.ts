import type { Day } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import { ClosedAccountError } from '../ledger/write-transaction.ts';
import { enter } from './enter-skip-or-change-occurrence.ts';
import { scheduleById } from './list-and-find-schedules.ts';
import { occurrencesOf, plannedUntil } from './planned-occurrences.ts';
import { noteNext } from './update-next-due.ts';

/** Number of rows that one transaction enters, far below what its timeout lets through. */
const AT_ONCE = 100;

/**
 * Enters what a schedule that enters by itself had due up to today, each on its own day. What is on a closed account waits, and
 * is tried again on the next day. Resolves to true when more is left for the next transaction.
 */
export async function enterDue(
  sql: TransactionSql,
  book: string,
  person: string,
  id: string,
  today: Day,
): Promise<boolean> {
  const schedule = await scheduleById(sql, book, id);
  if (schedule?.enters !== 'by itself') return false;
  const due = plannedUntil([schedule], await occurrencesOf(sql, book, id), today);
  const now = due.slice(0, AT_ONCE);
  let isClosed = false;
  for (const planned of now) {
    try {
      await sql.savepoint((inner) => enter(inner, book, person, planned, 'itself'));
    } catch (error) {
      if (!(error instanceof ClosedAccountError)) throw error;
      isClosed = true;
      break;
    }
  }
  await noteNext(sql, book, id, isClosed ? today : undefined);
  return !isClosed && due.length > now.length;
}
