import { isolated } from './words/isolate-direction.ts';

/** A day as `2025-11-21`. A calendar day has no time zone; an instant does. */
export type Day = string;
/** A month as `2025-11`: the one that begins in that calendar month, on the day the book chooses. */
export type Month = string;

/** A range of days: `first` inclusive, `next` exclusive; an absent bound is open. */
export interface Days {
  readonly first?: Day | undefined;
  readonly next?: Day | undefined;
}

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

/**
 * Date preferences of a person: `dateFormat` is `locale`, which follows the language, or a pattern such as
 * `DD.MM.YYYY`.
 */
export interface Writing {
  readonly locale: string;
  readonly dateFormat: string;
}

/** "Friday 21 November 2025", or "Friday, 21.11.2025" where the person chose a pattern. */
export function dayName(day: Day, { locale, dateFormat }: Writing): string {
  if (dateFormat === 'locale') return dayInWords(day, locale);
  return isolated(`${write(day, locale, { weekday: 'long' })}, ${patterned(day, dateFormat)}`);
}

/** "Friday 21 November 2025", whichever pattern the person chose, so that it reads the same to everyone. */
export function dayInWords(day: Day, locale: string): string {
  return write(day, locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

/** "21 Nov 2025", or the day in the person's pattern. */
export function shortDay(day: Day, { locale, dateFormat }: Writing): string {
  if (dateFormat !== 'locale') return isolated(patterned(day, dateFormat));
  return write(day, locale, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** "November 2025", or "25 Nov – 24 Dec 2025" where months begin on another day than the first. */
export function monthName(
  month: Month,
  { locale, dateFormat }: Writing,
  start: number,
  length: 'long' | 'short' = 'long',
): string {
  const { first } = daysOf(month, start);
  if (start === 1) return write(first, locale, { month: length, year: 'numeric' });
  return daysName(first, lastDayOf(month, start), { locale, dateFormat });
}

function daysName(first: Day, last: Day, { locale, dateFormat }: Writing): string {
  if (dateFormat !== 'locale')
    return isolated(`${patterned(first, dateFormat)} – ${patterned(last, dateFormat)}`);
  const format = formatOf(locale, { day: 'numeric', month: 'short', year: 'numeric' });
  return isolated(format.formatRange(instantOf(first), instantOf(last)));
}

/** "23 – 29 Nov 2025", for the week that begins on the given day. */
export function weekName(first: Day, writing: Writing): string {
  return daysName(first, dayAfter(first, 6), writing);
}

/** "21 November", without a year. */
export function dayOfYear(day: Day, locale: string): string {
  return write(day, locale, { day: 'numeric', month: 'long' });
}

/** "Monday" for 1 to "Sunday" for 7. */
export function weekdayName(weekday: number, locale: string): string {
  return write(dayAfter('2024-01-07', weekday), locale, { weekday: 'long' });
}

/** An instant as day and time in a zone: "21 Nov 2025, 14:05". */
export function momentText(at: Date, locale: string, timeZone: string): string {
  return isolated(formatOf(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at));
}

/** The time of an instant in a zone: "14:05". */
export function clockText(at: Date, locale: string, timeZone: string): string {
  return isolated(formatOf(locale, { timeStyle: 'short', timeZone }).format(at));
}

/** "yesterday", "today" or "tomorrow" in the given language. */
export function relativeDay(days: number, locale: string): string {
  const words = relativeWords.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  relativeWords.set(locale, words);
  return words.format(days, 'day');
}

const relativeWords = new Map<string, Intl.RelativeTimeFormat>();

/** Numeric date pattern of a locale: `DD/MM/YYYY`, `YYYY. MM. DD.`. */
export function localePattern(locale: string): string {
  const options = { day: '2-digit', month: '2-digit', year: 'numeric', numberingSystem: 'latn' } as const;
  const parts = formatOf(locale, options).formatToParts(instantOf('2025-11-21'));
  const written = parts
    .map(({ type, value }) => patternOf[type] ?? value.replaceAll(/[^\s./-]/gu, ''))
    .join('');
  return written.replace(/\s+\.?$/, '').trim(); // Bulgarian ends in the abbreviation for "year"
}

const patternOf: Readonly<Record<string, string>> = { day: 'DD', month: 'MM', year: 'YYYY' };

/** Formats a day by a numeric pattern. */
export function patterned(day: Day, pattern: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return pattern.replace('YYYY', year).replace('MM', month).replace('DD', date);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function write(day: Day, locale: string, options: Intl.DateTimeFormatOptions): string {
  return isolated(formatOf(locale, options).format(instantOf(day)));
}

/**
 * The only place that creates Intl formats: fixes the Gregorian calendar, since some locales default to another than
 * bank statements use.
 */
function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options, calendar: 'gregory' });
  formats.set(key, format);
  return format;
}

function instantOf(day: Day): Date {
  return new Date(`${day}T00:00:00Z`);
}
