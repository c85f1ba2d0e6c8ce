import { type Day, type Days, dayAfter, lastDayOf, type Month, monthsAfter } from '../calendar.ts';

/** Day after the last one that the database takes. */
export const END: Day = '3000-01-01';

/** How a schedule comes again. */
export interface Recurrence {
  /** First day on which it may be due; its weekday or day of the month is that of all others. */
  readonly first: Day;
  readonly unit: 'week' | 'month' | 'year';
  /** Number of weeks, months or years from one to the next, 1 to 99. */
  readonly every: number;
  /**
   * Day of its month: the one of `first`, or the last one where the month is shorter; the last day; or the last from Monday
   * to Friday. Weeks know the first of these alone.
   */
  readonly on: 'same day' | 'last day' | 'last working day';
  /** Last day on which it may be due. @default it has no end */
  readonly until?: Day | undefined;
  /** Number of times in all. @default it has no end */
  readonly times?: number | undefined;
}

/**
 * Days on which a schedule is due, in order. The only place that knows them: what enters rows, the forecast and the list all ask
 * here.
 *
 * @param range only days within it, which must have an end
 * @param most stops after so many. @default all within the range
 */
export function dueDays(
  recurrence: Recurrence,
  range: Days & { readonly next: Day },
  most = Number.POSITIVE_INFINITY,
): Day[] {
  const { first, until = '', times = Number.POSITIVE_INFINITY } = recurrence;
  const end = until !== '' && until < range.next ? dayAfter(until) : range.next;
  const from = range.first === undefined || range.first < first ? first : range.first;
  const begin = indexOfFirst(recurrence);
  const days: Day[] = [];
  for (let index = Math.max(begin, indexBefore(recurrence, from)); index < begin + times; index += 1) {
    const day = dayAt(recurrence, index);
    if (day >= end || days.length >= most) break;
    if (day >= from) days.push(day);
  }
  return days;
}

/** 1 where the period of `first` has its day before `first`, else 0. */
function indexOfFirst(recurrence: Recurrence): number {
  return dayAt(recurrence, 0) < recurrence.first ? 1 : 0;
}

/** Index of a period that is no later than the one of a day. */
function indexBefore({ first, unit, every }: Recurrence, day: Day): number {
  const periods =
    unit === 'week'
      ? (Date.parse(day) - Date.parse(first)) / (7 * 86_400_000)
      : (monthNumber(day) - monthNumber(first)) / (unit === 'year' ? 12 : 1);
  return Math.max(0, Math.floor(periods / every));
}

function monthNumber(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}

/** Day of the period that is `index` periods after the one of `first`. */
function dayAt({ first, unit, every, on }: Recurrence, index: number): Day {
  if (unit === 'week') return dayAfter(first, 7 * every * index);
  const month = monthsAfter(first.slice(0, 7), index * every * (unit === 'year' ? 12 : 1));
  const last = lastDayOf(month, 1);
  if (on === 'last day') return last;
  if (on === 'last working day') return lastWorkingDay(month);
  const same = `${month}-${first.slice(8)}`;
  return same < last ? same : last;
}

function lastWorkingDay(month: Month): Day {
  const last = lastDayOf(month, 1);
  const weekday = new Date(last).getUTCDay();
  return dayAfter(last, weekday === 0 ? -2 : weekday === 6 ? -1 : 0);
}
