import type { Day } from '../../../calendar.ts';
import { dayName, dayOfYear, shortDay, type Writing, weekdayName } from '../../../format-days-and-times.ts';
import { dueDays, END, type Recurrence } from '../../../schedules/recurrence.ts';
import { say } from '../../../words/say.ts';

/** Says how something comes again: "every 2 weeks on Friday, until 31 Dec 2026". */
export function recurrenceWords(recurrence: Recurrence, writing: Writing): string {
  const { unit, every, until, times } = recurrence;
  const often = say(`schedules.often.${unit}`, { count: every });
  const words = say('schedules.oftenOn', { often, on: onWords(recurrence, writing) });
  const ends = [
    ...(until === undefined ? [] : [say('schedules.untilDay', { day: shortDay(until, writing) })]),
    ...(times === undefined ? [] : [say('schedules.timesInAll', { count: times })]),
  ];
  return [words, ...ends].join(', ');
}

function onWords({ unit, on, first }: Recurrence, { locale }: Writing): string {
  if (unit === 'week') return weekdayName(new Date(first).getUTCDay() || 7, locale);
  if (on === 'last day') return say('schedules.lastDay');
  if (on === 'last working day') return say('schedules.lastWorkingDay');
  if (unit === 'year') return dayOfYear(first, locale);
  return say('schedules.dayOfMonth', { day: Number(first.slice(8)) });
}

/** Names the next days on which something is due, so that a person sees what was understood. */
export function nextDaysWords(recurrence: Recurrence, from: Day, writing: Writing): string[] {
  return dueDays(recurrence, { first: from, next: END }, 4).map((day) => dayName(day, writing));
}
