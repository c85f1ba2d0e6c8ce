import { asciiDigits } from './ascii-digits.ts';
import { type Day, dayAfter, isDay } from './calendar.ts';
import { dayInWords, localePattern, patterned, relativeDay, type Writing } from './format-days-and-times.ts';
import { languageNow } from './words/current-language.ts';
import { say } from './words/say.ts';

/** Result of reading a typed day: the day, the candidates when it is ambiguous, or a message on what to type instead. */
export type DayRead =
  | { readonly day: Day }
  | { readonly couldBe: readonly Day[] }
  | { readonly wrong: string };

/** Numeric date pattern of a person, for example `DD/MM/YYYY`. */
export function patternOf({ locale, dateFormat }: Writing): string {
  return dateFormat === 'locale' ? localePattern(locale) : dateFormat;
}

/** Text of a form field: the day in the person's own pattern; {@link readDay} reads it back. */
export function dayText(day: Day, writing: Writing): string {
  return patterned(day, patternOf(writing));
}

/**
 * Reads a typed day: in the order of the person's own pattern with any separators or none, with a four-digit year
 * first, or as a word such as `today`, in the language of the page or of the person's locale. A text that is a day only in another order, or could be two, is left for the
 * person to choose.
 *
 * @param today today's date where they type; decides the century of a two-digit year
 * @param chosen the candidate they chose, if any
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

/** Echo of a typed day for the reader of a form: in words, or all candidates; empty when it is no day. */
export function dayReadBack(text: string, writing: Writing, today: Day): string {
  const read = readDay(text, writing, today);
  if ('day' in read) return dayInWords(read.day, writing.locale);
  if ('wrong' in read) return '';
  const couldBe = read.couldBe.map((day) => dayInWords(day, writing.locale));
  return say('days.couldBe', { days: couldBe.reduce((days, day) => say('days.or', { days, day })) });
}

/** Reads the days of several fields for the calendars next to them, by field name; empty when a text is no day. */
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

/** Letters of a pattern in their order: `DMY`. */
type Order = string;

function orderOf(pattern: string): Order {
  return pattern.replaceAll(/[^DMY]/g, '').replaceAll(/(.)\1+/g, '$1');
}

function byName(typed: string, locale: string, today: Day): Day | undefined {
  const away = [-1, 0, 1].find((days) =>
    [languageNow().tag, locale].some((one) => asciiDigits(relativeDay(days, one)).toLowerCase() === typed),
  );
  return away === undefined ? undefined : dayAfter(today, away);
}

/** Splits the text into three numbers, or one with all digits; empty when it contains anything else. */
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

/** Expands a two-digit year to the range from 79 years ago to 20 years ahead. */
function nearestYear(twoDigits: string, today: Day): string {
  const last = Number(today.slice(0, 4)) + 20;
  return String(last - ((((last - Number(twoDigits)) % 100) + 100) % 100));
}

/**
 * True when nobody who writes in that order can mean another day: many people with a year-first pattern read `26-04-03`
 * as the 26th, and nobody with a month-first pattern uses dots.
 */
function isCertain(typed: string, own: Order, groups: readonly string[]): boolean {
  if (own.startsWith('Y')) return partsIn(groups, own)['Y']?.length === 4;
  return !(own === 'MDY' && typed.includes('.'));
}

function wrongIn(groups: readonly string[], own: Order, example: string): string {
  const years = [own, groups.length === 3 ? 'YMD' : own].map((order) => partsIn(groups, order)['Y'] ?? '');
  const isOutside = years.some((year) => year.length === 4 && !isDay(`${year}-01-01`));
  return isOutside ? say('days.outside') : say('days.invalid', { example });
}
