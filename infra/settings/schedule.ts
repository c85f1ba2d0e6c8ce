import { text } from './values.ts';

/** When something is started, in UTC. */
export interface Schedule {
  /** Of the day, in order. */
  readonly minutes: readonly number[];
  readonly isOn: (day: Date) => boolean;
}

/** Five fields of cron without names and macros, that come at all. */
export function schedule() {
  return text(
    'a schedule of five fields that comes some day, such as 30 2 * * * (days of the week from 0, a Sunday, to 6)',
    (word) => scheduleOf(word) !== undefined,
  );
}

/**
 * A schedule as robfig/cron reads it, which CronJobs, CloudNativePG and Velero use.
 *
 * @returns `undefined` for what is none, and for days that never come
 */
export function scheduleOf(text: string): Schedule | undefined {
  const words = text.split(' ');
  const [minutes, hours, days, months, weekdays] = words.map((word, at) => fieldOf(word, RANGES[at]));
  if (words.length !== RANGES.length || !minutes || !hours || !days || !months || !weekdays) return undefined;
  // A field that begins with a star leaves the choice of days to the other; two that choose both do.
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

/**
 * The most hours that the newest proven dump is old, in the minute before the next one is proven.
 *
 * @returns infinity where years may be between two of them
 */
export function mostHoursUnproven(dumps: string, drills: string): number {
  const made = momentsOf(dumps);
  const all = momentsOf(drills);
  let [at, most] = [0, 0];
  for (const [index, drill] of all.slice(0, -1).entries()) {
    while ((made[at + 1] ?? drill) < drill) at++;
    const newest = made[at] ?? drill;
    if (newest < drill) most = Math.max(most, (all[index + 1] ?? 0) - newest);
  }
  return most === 0 ? Number.POSITIVE_INFINITY : most / 60;
}

interface Field {
  readonly on: ReadonlySet<number>;
  /** Whether it begins with a star, and has no step. */
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
    const isOpen = from === undefined || (to === undefined && by !== undefined); // 5/15 goes to the end
    const last = isOpen ? most : to === undefined ? first : Number(to.slice(1));
    if (first < least || last > most || first > last || step === 0) return undefined;
    for (let at = first; at <= last; at += step) on.add(at);
    isAny ||= from === undefined && step === 1;
  }
  return { on: new Set([...on].toSorted((a, b) => a - b)), isAny };
}

/** Every one of a year and a half around a leap day, in minutes. */
function momentsOf(text: string): readonly number[] {
  const read = scheduleOf(text);
  const moments: number[] = [];
  for (let day = 0; read && day < 550; day++) {
    if (!read.isOn(new Date(Date.UTC(2027, 9, 1 + day)))) continue;
    for (const minute of read.minutes) moments.push(day * DAY + minute);
  }
  return moments;
}

const DAY = 24 * 60;
