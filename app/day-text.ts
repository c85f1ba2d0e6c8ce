import {
  type Day,
  dayAfter,
  dayInWords,
  isDay,
  localePattern,
  patterned,
  relativeDay,
  type Writing,
} from './calendar.ts';
import { asciiDigits } from './digits.ts';

/** The day that was typed, the days that it could be, or what is wrong with it and what to type instead. */
export type DayRead =
  | { readonly day: Day }
  | { readonly couldBe: readonly Day[] }
  | { readonly wrong: string };

/** The pattern in which a person writes days in digits: `DD/MM/YYYY`. */
export function patternOf({ locale, dateFormat }: Writing): string {
  return dateFormat === 'locale' ? localePattern(locale) : dateFormat;
}

/** For a form field: the day in the person's own pattern; {@link readDay} reads it back. */
export function dayText(day: Day, writing: Writing): string {
  return patterned(day, patternOf(writing));
}

/**
 * The day that a person typed: in the order of their own pattern with any signs between or none, with the whole year first,
 * or as `today`. Whatever is a day in another order only, or could be two, is left for them to choose.
 *
 * @param today which day it is where they type; decides the century of a year of two digits
 * @param chosen the one that they chose of those that it could be
 */
export function readDay(text: string, writing: Writing, today: Day, chosen = ''): DayRead {
  const typed = asciiDigits(text).trim().toLowerCase();
  const named = byName(typed, writing.locale, today);
  if (named !== undefined) return { day: named };
  const groups = /\p{No}/u.test(text) ? [] : digitGroups(typed);
  const pattern = patternOf(writing);
  const own = orderOf(pattern);
  const meant = inOrder(groups, own, today);
  const wholeYearFirst = groups[0]?.length === 2 ? undefined : inOrder(groups, 'YMD', today);
  if (meant !== undefined && isCertain(typed, own, groups)) return { day: meant };
  if (wholeYearFirst !== undefined) return { day: wholeYearFirst };
  const orders = [...new Set([own, 'YMD', 'DMY', 'MDY'])];
  const [first, ...others] = new Set(orders.flatMap((order) => inOrder(groups, order, today) ?? []));
  if (first === undefined) return { wrong: wrongIn(groups, own, patterned(today, pattern)) };
  if (first === meant && others.length === 0) return { day: first };
  const couldBe = [first, ...others];
  return couldBe.includes(chosen) ? { day: chosen } : { couldBe };
}

/** What a typed day is to the reader of a form: in words, or each that it could be; empty where it is none. */
export function dayReadBack(text: string, writing: Writing, today: Day): string {
  const read = readDay(text, writing, today);
  if ('day' in read) return dayInWords(read.day, writing.locale);
  return 'couldBe' in read
    ? `${read.couldBe.map((day) => dayInWords(day, writing.locale)).join(', or ')}?`
    : '';
}

/** For calendars beside the fields: the days that were typed, by the names of the fields; empty for what is none. */
export function typedDays(
  typed: Readonly<Record<string, string>>,
  writing: Writing,
  today: Day,
): Readonly<Record<string, Day | ''>> {
  const dayOf = (text: string) => {
    const read = readDay(text, writing, today);
    return 'day' in read ? read.day : '';
  };
  return Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, dayOf(text)]));
}

/** The letters of a pattern in their order: `DMY`. */
type Order = string;

function orderOf(pattern: string): Order {
  return pattern.replaceAll(/[^DMY]/g, '').replaceAll(/(.)\1+/g, '$1');
}

function byName(typed: string, locale: string, today: Day): Day | undefined {
  const away = [-1, 0, 1].find((days) =>
    ['en', locale].some((one) => asciiDigits(relativeDay(days, one)).toLowerCase() === typed),
  );
  return away === undefined ? undefined : dayAfter(today, away);
}

/** Three numbers, or one that has them all; nothing where there is something else in it. */
function digitGroups(typed: string): readonly string[] {
  const groups = typed.split(/[\s./,\-–−年月日년월일]+/u).filter((group) => group !== '');
  const isWhole = groups.length === 1 && /^(?:\d{6}|\d{8})$/.test(groups[0] ?? '');
  return isWhole || (groups.length === 3 && groups.every((group) => /^\d{1,4}$/.test(group))) ? groups : [];
}

function inOrder(groups: readonly string[], order: Order, today: Day): Day | undefined {
  const { Y = '', M = '', D = '' } = partsIn(groups, order);
  if (Y.length % 2 === 1 || Y === '' || M.length > 2 || D.length > 2) return undefined;
  const year = Y.length === 2 ? nearestYear(Y, today) : Y;
  const day = `${year}-${M.padStart(2, '0')}-${D.padStart(2, '0')}`;
  return isDay(day) ? day : undefined;
}

function partsIn(groups: readonly string[], order: Order): Readonly<Record<string, string>> {
  const [whole = ''] = groups;
  const lengths = [...order].map((letter) => (letter === 'Y' ? whole.length - 4 : 2));
  const cut = (index: number) => {
    const start = lengths.slice(0, index).reduce((sum, length) => sum + length, 0);
    return whole.slice(start, start + (lengths[index] ?? 0));
  };
  return Object.fromEntries(
    [...order].map((letter, index) => [letter, groups.length === 1 ? cut(index) : (groups[index] ?? '')]),
  );
}

/** From 79 years ago to 20 years ahead. */
function nearestYear(twoDigits: string, today: Day): string {
  const last = Number(today.slice(0, 4)) + 20;
  return String(last - ((((last - Number(twoDigits)) % 100) + 100) % 100));
}

/**
 * Whether nobody who writes in that order can mean another day: `26-04-03` is the 26th to many whose year comes first, and
 * nobody puts dots behind a month that comes first.
 */
function isCertain(typed: string, own: Order, groups: readonly string[]): boolean {
  if (own.startsWith('Y')) return partsIn(groups, own)['Y']?.length === 4;
  return !(own === 'MDY' && typed.includes('.'));
}

function wrongIn(groups: readonly string[], own: Order, example: string): string {
  const years = [own, groups.length === 3 ? 'YMD' : own].map((order) => partsIn(groups, order)['Y'] ?? '');
  const isOutside = years.some((year) => year.length === 4 && !isDay(`${year}-01-01`));
  return isOutside
    ? 'Days can be from the year 1900 to 2999.'
    : `Type a day that exists, such as ${example}.`;
}
