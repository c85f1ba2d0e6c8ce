import { type Day, dayAfter } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import { type Schedule, schedulesOf } from './list-and-find-schedules.ts';
import { occurrencesOf, type Planned, plannedUntil } from './planned-occurrences.ts';

/** Days that "Coming up" shows, today's included. */
const DAYS = 30;

/** Last day that "Coming up" shows. */
function lastComing(today: Day): Day {
  return dayAfter(today, DAYS - 1);
}

/** Loads what comes again in a book, and what of it is waiting: late, and up to the last day of "Coming up". */
export async function loadComing(
  sql: TransactionSql,
  book: string,
  today: Day,
): Promise<{ schedules: readonly Schedule[]; planned: readonly Planned[] }> {
  const [schedules, occurrences] = await Promise.all([schedulesOf(sql, book), occurrencesOf(sql, book)]);
  return { schedules, planned: plannedUntil(schedules, occurrences, lastComing(today)) };
}

/** What stands in the book on days after today, up to the last one of "Coming up". */
export interface Ahead {
  readonly account: string;
  readonly day: Day;
  /** In minor units, signed as the account sees it. */
  readonly sum: bigint;
}

/** Sums the rows that are dated ahead, by account and day. */
export async function loadAhead(sql: TransactionSql, book: string, today: Day): Promise<Ahead[]> {
  return sql<Ahead[]>`
    select account_id as account, booked_on as day, sum(amount_minor) as sum from posting
    where book_id = ${book} and account_id is not null and booked_on > ${today} and booked_on <= ${lastComing(today)}
    group by account_id, booked_on`;
}
