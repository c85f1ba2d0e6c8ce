/** A day as `2025-11-21`. A calendar day has no time zone; an instant does. */
export type Day = string;
/** A month as `2025-11`: the one that begins in that calendar month, on the day the book chooses. */
export type Month = string;

/** A range of days: `first` inclusive, `next` exclusive; an absent bound is open. */
export interface Days {
  readonly first?: Day | undefined;
  readonly next?: Day | undefined;
}

/** True for an existing day that the database accepts: 1900-01-01 to 2999-12-31. */
export function isDay(text: string): boolean {
  if (!/^(?:19|2\d)\d\d-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

export function isMonth(text: string): boolean {
  return isDay(`${text}-01`);
}

/** The month that contains a day, where months begin on the day `start`, 1 to 28. */
export function monthOf(day: Day, start: number): Month {
  const month = day.slice(0, 7);
  return Number(day.slice(8)) < start ? monthsAfter(month, -1) : month;
}

/** Adds `count` months; a negative count subtracts. */
export function monthsAfter(month: Month, count: number): Month {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
}

/** First day of a month that begins on the day `start`, and first day of the next. */
export function daysOf(month: Month, start: number): { readonly first: Day; readonly next: Day } {
  const day = String(start).padStart(2, '0');
  return { first: `${month}-${day}`, next: `${monthsAfter(month, 1)}-${day}` };
}

/** First day of the week that contains a day, where weeks begin on the day `start`, 1 for Monday to 7 for Sunday. */
export function weekOf(day: Day, start: number): Day {
  return dayAfter(day, -((instantOf(day).getUTCDay() - start + 7) % 7));
}

export function dayAfter(day: Day, count = 1): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

export function lastDayOf(month: Month, start: number): Day {
  return dayAfter(daysOf(month, start).next, -1);
}

export function instantOf(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}
