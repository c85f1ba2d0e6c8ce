import { text } from './quantity-text-and-choice-schemas.ts';

/** A parsed cron schedule, in UTC. */
export interface Schedule {
  /** Minutes of the day at which it fires, in order. */
  readonly minutes: readonly number[];
  readonly isOn: (day: Date) => boolean;
}

/** Schema of a cron schedule: five fields without names and macros, that fires at all. */
export function schedule() {
  return text(
    'a schedule of five fields that comes some day, such as 30 2 * * * (days of the week from 0, a Sunday, to 6)',
    (word) => scheduleOf(word) !== undefined,
  );
}

/**
 * Parses a schedule the way robfig/cron does, which CronJobs, CloudNativePG and Velero use.
 *
 * @returns `undefined` for an invalid schedule, or one that never fires
 */
export function scheduleOf(text: string): Schedule | undefined {
  const words = text.split(' ');
  const [minutes, hours, days, months, weekdays] = words.map((word, at) => fieldOf(word, RANGES[at]));
  if (words.length !== RANGES.length || !minutes || !hours || !days || !months || !weekdays) return undefined;
  // With a star in one of the two day fields, both must match; with none, either is enough.
  const isOneEnough = !days.isAny && !weekdays.isAny;
  const comes =
    isOneEnough || [...months.on].some((month) => Math.min(...days.on) <= (LENGTHS[month - 1] ?? 0));
  if (!comes) return undefined;
  return {
    minutes: [...hours.on].flatMap((hour) => [...minutes.on].map((minute) => hour * 60 + minute)),
    isOn: (day) => {
      const [isDay, isWeekday] = [days.on.has(day.getUTCDate()), weekdays.on.has(day.getUTCDay())];
      return months.on.has(day.getUTCMonth() + 1) && (isOneEnough ? isDay || isWeekday : isDay && isWeekday);
    },
  };
}

interface Field {
  readonly on: ReadonlySet<number>;
  /** True when the field has a star without a step. */
  readonly isAny: boolean;
}

const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;
const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const PART = /^(?:\*|(\d{1,2})(-\d{1,2})?)(\/\d{1,2})?$/;

function fieldOf(word: string, range: readonly [number, number] | undefined): Field | undefined {
  const [least, most] = range ?? [0, 0];
  const on = new Set<number>();
  let isAny = false;
  for (const part of word.split(',')) {
    const found = PART.exec(part);
    if (!found) return undefined;
    const [, from, to, by] = found;
    const step = by === undefined ? 1 : Number(by.slice(1));
    const first = from === undefined ? least : Number(from);
    const isOpen = from === undefined || (to === undefined && by !== undefined); // 5/15 runs to the end of the range
    const last = isOpen ? most : to === undefined ? first : Number(to.slice(1));
    if (first < least || last > most || first > last || step === 0) return undefined;
    for (let at = first; at <= last; at += step) on.add(at);
    isAny ||= from === undefined && step === 1;
  }
  return { on: new Set([...on].toSorted((a, b) => a - b)), isAny };
}
