/** A day as `2025-11-21`. A calendar day has no time zone; an instant does. */
export type Day = string;
/** A month as `2025-11`: the one that begins in that month of the calendar, on a day that a book chooses. */
export type Month = string;

/** Days from `first` on and before `next`, each where there is one. */
export interface Days {
  readonly first?: Day | undefined;
  readonly next?: Day | undefined;
}

/** Which day it is in a time zone. */
export function todayIn(timeZone: string, now = new Date()): Day {
  const format = formatOf('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const found = Object.fromEntries(format.formatToParts(now).map((part) => [part.type, part.value]));
  return `${found['year']}-${found['month']}-${found['day']}`;
}

/** IANA names of the zones that somebody can choose. */
export function timeZones(): string[] {
  return [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];
}

/** A zone as people know it: Node's list has some under the names of former times. */
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

/** Whether the text is a day that exists and that the database takes: 1900-01-01 to 2999-12-31. */
export function isDay(text: string): boolean {
  if (!/^(?:19|2\d)\d\d-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

export function isMonth(text: string): boolean {
  return isDay(`${text}-01`);
}

/** The month that a day is in, where months begin on the day `start`, 1 to 28. */
export function monthOf(day: Day, start: number): Month {
  const month = day.slice(0, 7);
  return Number(day.slice(8)) < start ? monthsAfter(month, -1) : month;
}

/** The month that is so many months later, or earlier with a negative number. */
export function monthsAfter(month: Month, count: number): Month {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
}

/** First day of a month that begins on the day `start`, and of the one after it. */
export function daysOf(month: Month, start: number): { readonly first: Day; readonly next: Day } {
  const day = String(start).padStart(2, '0');
  return { first: `${month}-${day}`, next: `${monthsAfter(month, 1)}-${day}` };
}

/** The first day of the week that a day is in, where weeks begin on the day `start`, 1 for Monday to 7 for Sunday. */
export function weekOf(day: Day, start: number): Day {
  return dayAfter(day, -((instantOf(day).getUTCDay() - start + 7) % 7));
}

export function dayAfter(day: Day, count = 1): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

export function lastDayOf(month: Month, start: number): Day {
  return dayAfter(daysOf(month, start).next, -1);
}

/** How a person likes days written: `locale` as the language does, or a pattern such as `DD.MM.YYYY`. */
export interface Writing {
  readonly locale: string;
  readonly dateFormat: string;
}

/** "Friday 21 November 2025", or "Friday, 21.11.2025" where the person chose a pattern. */
export function dayName(day: Day, { locale, dateFormat }: Writing): string {
  if (dateFormat === 'locale') return dayInWords(day, locale);
  return `${write(day, locale, { weekday: 'long' })}, ${patterned(day, dateFormat)}`;
}

/** "Friday 21 November 2025", whichever pattern the person chose: no two people read it as two days. */
export function dayInWords(day: Day, locale: string): string {
  return write(day, locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

/** "21 Nov 2025", or as the person's pattern has it. */
export function shortDay(day: Day, { locale, dateFormat }: Writing): string {
  if (dateFormat !== 'locale') return patterned(day, dateFormat);
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
  if (dateFormat !== 'locale') return `${patterned(first, dateFormat)} – ${patterned(last, dateFormat)}`;
  const format = formatOf(locale, { day: 'numeric', month: 'short', year: 'numeric' });
  return apart(format.formatRange(instantOf(first), instantOf(last)));
}

/** "23 – 29 Nov 2025", from the day with which a week begins. */
export function weekName(first: Day, writing: Writing): string {
  return daysName(first, dayAfter(first, 6), writing);
}

/** "Monday" for 1 to "Sunday" for 7. */
export function weekdayName(weekday: number, locale: string): string {
  return write(dayAfter('2024-01-07', weekday), locale, { weekday: 'long' });
}

/** An instant as a zone's day and time: "21 Nov 2025, 14:05". */
export function momentText(at: Date, locale: string, timeZone: string): string {
  return apart(formatOf(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at));
}

/** The time of an instant in a zone: "14:05". */
export function clockText(at: Date, locale: string, timeZone: string): string {
  return formatOf(locale, { timeStyle: 'short', timeZone }).format(at);
}

/** "yesterday", "today" or "tomorrow" as a language calls it. */
export function relativeDay(days: number, locale: string): string {
  const words = relativeWords.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  relativeWords.set(locale, words);
  return words.format(days, 'day');
}

const relativeWords = new Map<string, Intl.RelativeTimeFormat>();

/** The order and the signs in which a language writes a day in digits: `DD/MM/YYYY`, `YYYY. MM. DD.`. */
export function localePattern(locale: string): string {
  const options = { day: '2-digit', month: '2-digit', year: 'numeric', numberingSystem: 'latn' } as const;
  const parts = formatOf(locale, options).formatToParts(instantOf('2025-11-21'));
  const written = parts
    .map(({ type, value }) => patternOf[type] ?? value.replaceAll(/[^\s./-]/gu, ''))
    .join('');
  return written.replace(/\s+\.?$/, '').trim(); // Bulgarian ends in the short word for a year
}

const patternOf: Readonly<Record<string, string>> = { day: 'DD', month: 'MM', year: 'YYYY' };

/** A day in the digits of a pattern. */
export function patterned(day: Day, pattern: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return pattern.replace('YYYY', year).replace('MM', month).replace('DD', date);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function write(day: Day, locale: string, options: Intl.DateTimeFormatOptions): string {
  return apart(formatOf(locale, options).format(instantOf(day)));
}

/** Isolates what is read from right to left: its first number would stand at the wrong end of it among words of ours. */
function apart(text: string): string {
  return /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text) ? `\u2068${text}\u2069` : text;
}

/** The one place that asks Intl: some languages would count years and months of another calendar than statements of banks. */
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
