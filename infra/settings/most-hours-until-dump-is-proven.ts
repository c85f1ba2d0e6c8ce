import { scheduleOf } from './schedule.ts';

/**
 * Largest age in hours of the newest verified dump, just before the next one is verified.
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

/** All times of a year and a half around a leap day, in minutes. */
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
