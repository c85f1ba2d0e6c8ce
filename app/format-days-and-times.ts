import { type Day, dayAfter, daysOf, instantOf, lastDayOf, type Month } from './calendar.ts';
import { isolated } from './words/isolate-direction.ts';

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
export function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options, calendar: 'gregory' });
  formats.set(key, format);
  return format;
}
