import { type Day, dayAfter } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import { audit } from '../ledger/audit-trail.ts';
import { beginAct } from '../ledger/begin-and-list-acts.ts';
import type { Schedule } from './list-and-find-schedules.ts';
import type { Recurrence } from './recurrence.ts';
import { type ComesAgain, storable, templateOf } from './stored-entry.ts';
import { noteNext } from './update-next-due.ts';

/** What a person decides about something that comes again. */
export interface NewSchedule extends Pick<Schedule, 'amount' | 'enters'> {
  /** What is entered; its day is none of a schedule. */
  readonly entry: ComesAgain;
  readonly recurrence: Recurrence;
}

/**
 * Adds a schedule; resolves to its id.
 *
 * @param since first day on which one may be entered
 */
export async function addSchedule(
  sql: TransactionSql,
  book: string,
  person: string,
  schedule: NewSchedule,
  since: Day,
): Promise<string> {
  await beginAct(sql, book, 'add schedule', schedule.entry.payee);
  return insertSchedule(sql, book, person, schedule, since);
}

async function insertSchedule(
  sql: TransactionSql,
  book: string,
  person: string,
  { entry, recurrence, amount, enters }: NewSchedule,
  since: Day,
): Promise<string> {
  const { first, unit, every, on, until = null, times = null } = recurrence;
  const [row] = await sql<{ id: string; after: object }[]>`
    insert into schedule (
      book_id, payee_id, entry, tags, amount, enters, first_on, unit, every, day_of_month, until_on, times, since_on, created_by
    ) values (
      ${book}, payee_named(${book}, ${entry.payee}), ${storable(templateOf(entry))}::text::jsonb,
      tags_named(${book}, ${[...(entry.tags ?? [])]}::text[]), ${amount}, ${enters}, ${first}, ${unit}, ${every}, ${on},
      ${until}, ${times}, ${since}, ${person}
    ) returning id, to_jsonb(schedule) as after`;
  if (!row) throw new Error('Postgres returned no schedule');
  await audit(sql, { action: 'add', subject: 'schedule', id: row.id, after: row.after });
  return row.id;
}

/** Changes all that is still to come of a schedule; writes nothing when it is like this already. */
export async function changeSchedule(
  sql: TransactionSql,
  book: string,
  id: string,
  { entry, recurrence, amount, enters }: NewSchedule,
): Promise<void> {
  const { first, unit, every, on, until = null, times = null } = recurrence;
  await update(
    sql,
    book,
    id,
    sql`payee_id = payee_named(${book}, ${entry.payee}), entry = ${storable(templateOf(entry))}::text::jsonb,
      tags = tags_named(${book}, ${[...(entry.tags ?? [])]}::text[]), amount = ${amount}, enters = ${enters},
      first_on = ${first}, unit = ${unit}, every = ${every}, day_of_month = ${on}, until_on = ${until}, times = ${times}`,
    () => beginAct(sql, book, 'edit schedule', entry.payee),
  );
}

/**
 * Changes one day of a schedule and all after it: the schedule ends before that day, and another one begins there. Resolves
 * to the id of the other one.
 */
export async function changeLater(
  sql: TransactionSql,
  book: string,
  person: string,
  id: string,
  dueOn: Day,
  changed: NewSchedule,
): Promise<string> {
  await beginAct(sql, book, 'edit schedule', changed.entry.payee);
  await update(sql, book, id, sql`until_on = ${dayAfter(dueOn, -1)}`, async () => {});
  const since = changed.entry.bookedOn < dueOn ? changed.entry.bookedOn : dueOn;
  return insertSchedule(sql, book, person, changed, since);
}

/** Deletes a schedule; what it entered stays. */
export async function deleteSchedule(
  sql: TransactionSql,
  book: string,
  { id, payee }: Schedule,
): Promise<void> {
  const [row] = await sql<{ before: object }[]>`
    delete from schedule where book_id = ${book} and id = ${id} returning to_jsonb(schedule) as before`;
  if (!row) return;
  await beginAct(sql, book, 'delete schedule', payee);
  await audit(sql, { action: 'delete', subject: 'schedule', id, before: row.before });
}

async function update(
  sql: TransactionSql,
  book: string,
  id: string,
  columns: ReturnType<TransactionSql>,
  begin: () => Promise<unknown>,
): Promise<void> {
  const [row] = await sql<{ before: object; after: object; isSame: boolean }[]>`
    update schedule set ${columns} where book_id = ${book} and id = ${id}
    returning to_jsonb(old) as before, to_jsonb(new) as after, to_jsonb(old) = to_jsonb(new) as "isSame"`;
  if (!row || row.isSame) return;
  await begin();
  await audit(sql, { action: 'edit', subject: 'schedule', id, before: row.before, after: row.after });
  await noteNext(sql, book, id);
}
