import type { Day } from '../../../calendar.ts';
import type { TransactionSql } from '../../../database/connect.ts';
import { NotFoundError } from '../../../plugins/person-and-book-authorization.ts';
import { type Schedule, scheduleById } from '../../../schedules/list-and-find-schedules.ts';
import { occurrencesOf, type Planned, plannedUntil } from '../../../schedules/planned-occurrences.ts';
import { say } from '../../../words/say.ts';

/** @throws NotFoundError */
export async function existingSchedule(sql: TransactionSql, book: string, id: string): Promise<Schedule> {
  const schedule = await scheduleById(sql, book, id);
  if (!schedule) throw new NotFoundError(say('schedules.unknown'));
  return schedule;
}

/** Finds what is planned on a day of a schedule. @throws NotFoundError where nothing is waiting on it */
export async function existingPlanned(
  sql: TransactionSql,
  book: string,
  id: string,
  dueOn: Day,
): Promise<Planned> {
  const [schedule, occurrences] = await Promise.all([
    existingSchedule(sql, book, id),
    occurrencesOf(sql, book, id),
  ]);
  const changed = occurrences.find((one) => one.dueOn === dueOn)?.changed?.bookedOn ?? dueOn;
  const last = changed > dueOn ? changed : dueOn;
  const planned = plannedUntil([schedule], occurrences, last).find((one) => one.dueOn === dueOn);
  if (!planned) throw new NotFoundError(say('schedules.notWaiting'));
  return planned;
}
