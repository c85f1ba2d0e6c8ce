/** A day as `2025-11-21`. A calendar day has no time zone; an instant does. */
export type Day = string;
/** A month as `2025-11`. */
export type Month = string;

/** Which day it is where the person is. */
export function todayIn(timeZone: string, now = new Date()): Day {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const found = Object.fromEntries(parts.formatToParts(now).map((part) => [part.type, part.value]));
  return `${found['year']}-${found['month']}-${found['day']}`;
}

/** Whether the text is a day that exists and that the database takes: 1900-01-01 to 2999-12-31. */
export function isDay(text: string): boolean {
  if (!/^(?:19|2\d)\d\d-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

export function isMonth(text: string): boolean {
  return isDay(`${text}-01`);
}

export function monthOf(day: Day): Month {
  return day.slice(0, 7);
}

/** The month that is so many months later, or earlier with a negative number. */
export function monthsAfter(month: Month, count: number): Month {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
}

/** First day of the month, and of the one after it: for `booked_on >= first and booked_on < next`. */
export function daysOf(month: Month): { first: Day; next: Day } {
  return { first: `${month}-01`, next: `${monthsAfter(month, 1)}-01` };
}

export function lastDayOf(month: Month): Day {
  const days = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
  return `${month}-${days}`;
}

/** How a person likes days written: `locale` as the language does, or a pattern such as `DD.MM.YYYY`. */
export interface Writing {
  readonly locale: string;
  readonly dateFormat: string;
}

/** "Friday 21 November 2025", or "Friday, 21.11.2025" where the person chose a pattern. */
export function dayName(day: Day, { locale, dateFormat }: Writing): string {
  if (dateFormat === 'locale') {
    return write(day, locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  }
  return `${write(day, locale, { weekday: 'long' })}, ${patterned(day, dateFormat)}`;
}

/** "21 Nov 2025", or as the person's pattern has it. */
export function shortDay(day: Day, { locale, dateFormat }: Writing): string {
  if (dateFormat !== 'locale') return patterned(day, dateFormat);
  return write(day, locale, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** "November 2025", in the person's language. */
export function monthName(month: Month, locale: string, length: 'long' | 'short' = 'long'): string {
  return write(`${month}-01`, locale, { month: length, year: 'numeric' });
}

function patterned(day: Day, pattern: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return pattern.replace('YYYY', year).replace('MM', month).replace('DD', date);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function write(day: Day, locale: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  formats.set(key, format);
  return format.format(new Date(`${day}T00:00:00Z`));
}
