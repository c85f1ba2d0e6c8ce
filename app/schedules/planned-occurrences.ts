import { type Day, dayAfter } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import { median, withAmount } from './compute-and-apply-usual-amount.ts';
import type { Schedule } from './list-and-find-schedules.ts';
import { dueDays } from './recurrence.ts';
import { type ComesAgain, entryFrom } from './stored-entry.ts';

/** A day of a schedule that nobody has entered or skipped yet: no row, and part of no sum. */
export interface Planned {
  readonly schedule: Schedule;
  /** Day that the schedule gives, by which the occurrence is known. */
  readonly dueOn: Day;
  /** What is entered, on its day: another one where the occurrence was changed by itself. */
  readonly entry: ComesAgain;
  /** True when the amount is no more than the usual one. */
  readonly isAbout: boolean;
  /** True when this one was changed by itself. */
  readonly isChanged: boolean;
}

/** What is known of a day of a schedule. */
export interface Occurrence {
  readonly schedule: string;
  readonly dueOn: Day;
  /** Set where it was changed and is still to be entered. */
  readonly changed: ComesAgain | undefined;
}

/** Loads what became of the days of schedules that may still be waiting, and of those after them. */
export async function occurrencesOf(
  sql: TransactionSql,
  book: string,
  schedule?: string,
): Promise<Occurrence[]> {
  const only = schedule === undefined ? sql`` : sql`and o.schedule_id = ${schedule}`;
  const rows = await sql<{ schedule: string; dueOn: Day; entry: string | null }[]>`
    select o.schedule_id as schedule, o.due_on as "dueOn", o.entry::text as entry
    from occurrence o join schedule_look look on look.book_id = o.book_id and look.schedule_id = o.schedule_id
    where o.book_id = ${book} and o.due_on >= look.look_on ${only}`;
  return rows.map(({ entry, ...row }) => ({
    ...row,
    changed: entry === null ? undefined : entryFrom(entry),
  }));
}

/** What is waiting of some schedules up to a day, by the day on which it will be entered. */
export function plannedUntil(
  schedules: readonly Schedule[],
  occurrences: readonly Occurrence[],
  last: Day,
): Planned[] {
  const bySchedule = Map.groupBy(occurrences, (one) => one.schedule);
  return schedules
    .flatMap((schedule) => waitingOf(schedule, bySchedule.get(schedule.id) ?? [], last))
    .filter(({ entry }) => entry.bookedOn <= last)
    .toSorted((a, b) => byDay(a.entry.bookedOn, b.entry.bookedOn) || byDay(a.dueOn, b.dueOn));
}

function waitingOf(schedule: Schedule, occurrences: readonly Occurrence[], last: Day): Planned[] {
  const { lookOn: first, recurrence } = schedule;
  if (first === undefined) return [];
  const known = new Set(occurrences.map(({ dueOn }) => dueOn));
  const unchanged = dueDays(recurrence, { first, next: dayAfter(last) }).filter((day) => !known.has(day));
  const changed = occurrences.flatMap(({ dueOn, changed: entry }): Planned[] => {
    // One that its schedule no longer gives is none.
    const isDue = dueDays(recurrence, { first: dueOn, next: dayAfter(dueOn) }).length > 0;
    return entry && isDue ? [{ schedule, dueOn, entry, isAbout: false, isChanged: true }] : [];
  });
  return [...unchanged.map((day) => plannedOn(schedule, day)), ...changed];
}

function byDay(a: Day, b: Day): number {
  return a < b ? -1 : Number(a > b);
}

/** An occurrence as its schedule has it. */
export function plannedOn(schedule: Schedule, dueOn: Day): Planned {
  const { template, payee, tags, amount, lately } = schedule;
  const usual = amount === 'usual' ? median(lately) : undefined;
  const entered = usual === undefined ? template : withAmount(template, usual);
  const entry = { ...entered, bookedOn: dueOn, payee, tags } as ComesAgain;
  return { schedule, dueOn, entry, isAbout: amount === 'usual', isChanged: false };
}
