import type { Day } from './calendar.ts';
import { formatOf } from './format-days-and-times.ts';

/** Today's date in a time zone. */
export function todayIn(timeZone: string, now = new Date()): Day {
  const format = formatOf('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const found = Object.fromEntries(format.formatToParts(now).map((part) => [part.type, part.value]));
  return `${found['year']}-${found['month']}-${found['day']}`;
}

/** IANA names of the time zones on offer. */
export function timeZones(): string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
}

/** Current name of a zone: Node's list has some under outdated names. */
export function zoneName(zone: string): string {
  return (cities.get(zone) ?? zone).replaceAll('_', ' ');
}

const cities = new Map([
  ['Africa/Asmera', 'Africa/Asmara'],
  ['America/Godthab', 'America/Nuuk'],
  ['Asia/Calcutta', 'Asia/Kolkata'],
  ['Asia/Katmandu', 'Asia/Kathmandu'],
  ['Asia/Rangoon', 'Asia/Yangon'],
  ['Asia/Saigon', 'Asia/Ho Chi Minh City'],
  ['Atlantic/Faeroe', 'Atlantic/Faroe'],
  ['Europe/Kiev', 'Europe/Kyiv'],
  ['Pacific/Enderbury', 'Pacific/Kanton'],
  ['Pacific/Ponape', 'Pacific/Pohnpei'],
  ['Pacific/Truk', 'Pacific/Chuuk'],
]);
