import { type Day, dayAfter } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import { scheduleById } from './list-and-find-schedules.ts';
import { dueDays, END } from './recurrence.ts';

/**
 * Notes the first day of a schedule that is still waiting, and when a worker has to look at it again. Called with each change of
 * its occurrences; a change of the schedule itself has it looked at by a trigger.
 *
 * @param triedOn day on which what was due could not be entered: it is tried again on the next. @default none
 */
export async function noteNext(
  sql: TransactionSql,
  book: string,
  id: string,
  triedOn: Day | undefined = undefined,
): Promise<void> {
  const schedule = await scheduleById(sql, book, id);
  if (!schedule) return;
  const { since: first, recurrence } = schedule;
  const handled = await handledDays(sql, book, id, first);
  // One more than are handled, so that one of them is not.
  const next = dueDays(recurrence, { first, next: END }, handled.size + 1).find((day) => !handled.has(day));
  const lookOn = next ?? 'infinity';
  await sql`
    update schedule_look set look_on = ${lookOn}, try_on = greatest(${triedOn ? dayAfter(triedOn) : '-infinity'}::date, least(
      ${lookOn}::date,
      (select min((entry ->> 'bookedOn')::date) from occurrence where book_id = ${book} and schedule_id = ${id} and state = 'changed')
    ))
    where book_id = ${book} and schedule_id = ${id}`;
}

async function handledDays(
  sql: TransactionSql,
  book: string,
  id: string,
  since: Day,
): Promise<ReadonlySet<Day>> {
  const rows = await sql<{ day: Day }[]>`
    select due_on as day from occurrence
    where book_id = ${book} and schedule_id = ${id} and state <> 'changed' and due_on >= ${since}`;
  return new Set(rows.map(({ day }) => day));
}
