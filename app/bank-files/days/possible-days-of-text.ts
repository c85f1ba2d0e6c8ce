import { asciiDigits } from '../../ascii-digits.ts';
import { type Day, isDay } from '../../calendar.ts';
import { monthNamed } from './month-names.ts';

/** Order of day, month and year in a date of numbers. */
export type DayOrder = 'YMD' | 'DMY' | 'MDY';
export const DAY_ORDERS: readonly DayOrder[] = ['YMD', 'DMY', 'MDY'];

/** The days that a text can mean, by the order in which it is read; empty when it is no day. */
export type Readings = Readonly<Partial<Record<DayOrder, Day>>>;

export interface Century {
  /** Today's date: two-digit years mean the newest century that is not later than about a year from it. */
  readonly today: Day;
  /** First year of the century of all two-digit years after a slash. @default by today */
  readonly slash?: number;
}

/**
 * Days that a text of a bank file can mean. Times and zones behind the day are not looked at: the day that is written is
 * the bank's day.
 */
export function readingsOf(text: string, century: Century): Readings {
  if (text.length > LONGEST || /\p{No}/u.test(text)) return {};
  const written = withYear(withoutTime(asciiDigits(text).trim()));
  const compact = /^(\d{8})(?:\d{4}|\d{6})?$|^(\d{6})$/.exec(written);
  if (compact) return ofDigits(compact[1] ?? compact[2] ?? '', century);
  const numbers = NUMBERS.exec(written) ?? NUMBERS.exec(written.replace(/^\p{L}{2,10}[.,]?\s+/u, '')); // "Mon 5/1/2026"
  if (numbers) {
    const [, first = '', separator = '', second = '', mark = '', third = ''] = numbers;
    return ofGroups([first, second, third], separator, mark, century);
  }
  return ofNames(written, century);
}

const NUMBERS = /^(\d{1,4})\s*([./\-年]|\s)\s*(\d{1,2})\s*(['./\-月]|\s)\s*(\d{1,4})\s*[.日]?$/;

/** Longer texts are no dates, and would only take time. */
const LONGEST = 60;

/** A time has a colon: `05.01.2026 10:30`, `2026-01-31T23:30:00-05:00`, `Jan 5, 2026, 1:03 PM`. */
function withoutTime(text: string): string {
  return text.replace(/(?:\s*,\s*|\s+|T)(?:at\s+)?\d{1,2}:\d{2}.*$/iu, '').trim();
}

/** A day with the year of a Japanese era, `R8.1.5` or `令和8年1月5日`, with that of the calendar. */
function withYear(written: string): string {
  const [, era = '', year = '', rest = ''] =
    /^(R|H|令和|平成)\s*(\d{1,2}|元)([.年/-].*)$/u.exec(written) ?? [];
  if (era === '') return written;
  return `${(/^[R令]/u.test(era) ? 2018 : 1988) + (year === '元' ? 1 : Number(year))}${rest}`;
}

function ofGroups(groups: readonly string[], separator: string, mark: string, century: Century): Readings {
  const [first = '', second = '', third = ''] = groups;
  const isQuicken = mark === "'";
  const readings: Partial<Record<DayOrder, Day>> = {};
  const put = (order: DayOrder, year: string, month: string, day: string) => {
    const full = isQuicken
      ? year.length <= 2
        ? `20${year.padStart(2, '0')}`
        : year
      : fullYear(year, separator, century);
    const found = full === undefined ? undefined : dayOf(full, month, day);
    if (found !== undefined) readings[order] = found;
  };
  if (first.length === 4) {
    put('YMD', first, second, third);
    return readings.YMD === undefined ? {} : sameInAll(readings.YMD);
  }
  // With dots the day comes first: nobody writes months first so, and years only with four digits.
  if (separator !== '.' && third.length <= 2 && !isQuicken) put('YMD', first, second, third);
  put('DMY', third, second, first);
  if (separator !== '.') put('MDY', third, first, second);
  if (separator === '.' && readings.DMY !== undefined) return sameInAll(readings.DMY);
  return readings;
}

function ofDigits(digits: string, century: Century): Readings {
  const readings: Partial<Record<DayOrder, Day>> = {};
  const long = digits.length - 4;
  for (const order of DAY_ORDERS) {
    const parts: Record<string, string> = {};
    let at = 0;
    for (const letter of order) {
      const length = letter === 'Y' ? long : 2;
      parts[letter] = digits.slice(at, at + length);
      at += length;
    }
    const year = fullYear(parts['Y'] ?? '', '', century);
    const day = year === undefined ? undefined : dayOf(year, parts['M'] ?? '', parts['D'] ?? '');
    if (day !== undefined) readings[order] = day;
  }
  return readings;
}

/** `26 Jan 2026`, `26-Jan-26`, `Jan 26, 2026`, `2026-Jan-26`, `5. März 2026`, `Mon, 26 Jan 2026`. */
function ofNames(written: string, century: Century): Readings {
  const parts = written.split(/[\s.,/-]+|(?<=\d)(?=\p{L})|(?<=\p{L})(?=\d)/u).filter((part) => part !== '');
  const months = parts.flatMap((part) => monthNamed(part) ?? []);
  const numbers = parts.filter((part) => /^\d{1,4}$/.test(part));
  const words = parts.filter((part) => /\p{L}/u.test(part));
  const [month] = months;
  const [first = '', second = ''] = numbers;
  if (months.length !== 1 || month === undefined || numbers.length !== 2 || words.length > 3) return {};
  const isYearFirst = first.length === 4;
  const year = fullYear(isYearFirst ? first : second, ' ', century);
  const day = year === undefined ? undefined : dayOf(year, String(month), isYearFirst ? second : first);
  return day === undefined ? {} : sameInAll(day);
}

function sameInAll(day: Day): Readings {
  return { YMD: day, DMY: day, MDY: day };
}

function fullYear(year: string, separator: string, { today, slash }: Century): string | undefined {
  if (year.length === 4) return year;
  if (year.length !== 2) return undefined;
  if (separator === '/' && slash !== undefined) return String(slash + Number(year));
  const latest = Number(today.slice(0, 4)) + 1;
  return String(latest - ((((latest - Number(year)) % 100) + 100) % 100));
}

function dayOf(year: string, month: string, day: string): Day | undefined {
  if (month.length > 2 || day.length > 2) return undefined;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(text) ? text : undefined;
}
