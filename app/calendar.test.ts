import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asciiDigits } from './ascii-digits.ts';
import {
  dayAfter,
  dayName,
  daysOf,
  isDay,
  isMonth,
  lastDayOf,
  type Month,
  momentText,
  monthName,
  monthOf,
  monthsAfter,
  shortDay,
  timeZones,
  todayIn,
  weekdayName,
  weekName,
  weekOf,
  zoneName,
} from './calendar.ts';
import { locales } from './web/locale-choices.ts';

describe('today', () => {
  it.each([
    ['Pacific/Kiritimati', '2025-12-01'],
    ['Europe/Berlin', '2025-12-01'],
    ['UTC', '2025-11-30'],
    ['America/Los_Angeles', '2025-11-30'],
  ])('is the day that it is in %s', (zone, day) => {
    expect(todayIn(zone, new Date('2025-11-30T23:30:00Z'))).toBe(day);
  });
});

describe('a month that begins on another day than the first', () => {
  it.each([
    ['2025-11-24', 25, '2025-10'],
    ['2025-11-25', 25, '2025-11'],
    ['2025-12-24', 25, '2025-11'],
    ['2026-01-01', 28, '2025-12'],
    ['2026-01-01', 1, '2026-01'],
    ['2024-02-29', 28, '2024-02'],
  ])('has %s, where it begins on day %i, in %s', (day, start, month) => {
    expect(monthOf(day, start)).toBe(month);
    const { first, next } = daysOf(month, start);
    expect([first <= day, day < next]).toEqual([true, true]);
  });

  it('is in no other month, whichever day it begins on', () => {
    for (let start = 1; start <= 28; start += 1) {
      for (let month: Month = '2023-12'; month < '2025-02'; month = monthsAfter(month, 1)) {
        const { first, next } = daysOf(month, start);
        expect(next).toBe(daysOf(monthsAfter(month, 1), start).first);
        expect([monthOf(first, start), monthOf(lastDayOf(month, start), start)]).toEqual([month, month]);
        expect(dayAfter(lastDayOf(month, start))).toBe(next);
      }
    }
  });

  it('is named by its days, as the person writes them', () => {
    const name = (locale: string, dateFormat = 'locale') =>
      monthName('2025-11', { locale, dateFormat }, 25).replaceAll('\u2009', ' ');
    expect(name('en-GB')).toBe('25 Nov – 24 Dec 2025');
    expect(name('de')).toBe('25. Nov. – 24. Dez. 2025');
    expect(name('en', 'DD.MM.YYYY')).toBe('25.11.2025 – 24.12.2025');
    const over = monthName('2025-12', { locale: 'en-GB', dateFormat: 'locale' }, 25, 'short');
    expect(over.replaceAll('\u2009', ' ')).toBe('25 Dec 2025 – 24 Jan 2026');
  });
});

describe('a week', () => {
  it.each([
    ['2025-11-21', 1, '2025-11-17'],
    ['2025-11-23', 1, '2025-11-17'],
    ['2025-11-24', 1, '2025-11-24'],
    ['2025-11-23', 7, '2025-11-23'],
    ['2025-11-22', 7, '2025-11-16'],
    ['2026-01-01', 6, '2025-12-27'],
    ['2024-03-01', 5, '2024-03-01'],
  ])('that %s is in, where weeks begin on day %i, began on %s', (day, start, first) => {
    expect(weekOf(day, start)).toBe(first);
  });

  it('is named by its days, and begins on a day with a name', () => {
    const name = weekName('2025-11-23', { locale: 'en-GB', dateFormat: 'locale' });
    expect(name.replaceAll('\u2009', ' ')).toBe('23 – 29 Nov 2025');
    expect(weekName('2025-12-28', { locale: 'de', dateFormat: 'DD.MM.YYYY' })).toBe(
      '28.12.2025 – 03.01.2026',
    );
    expect([1, 7].map((day) => weekdayName(day, 'de'))).toEqual(['Montag', 'Sonntag']);
  });
});

describe('days and months', () => {
  it.each([
    '2025-02-30',
    '2025-13-01',
    '1899-12-31',
    '3000-01-01',
    '2025-1-1',
    '',
    '2025-11-21T00:00',
  ])('refuses "%s" as a day', (text) => expect(isDay(text)).toBe(false));

  it('knows leap days', () => {
    expect(isDay('2024-02-29')).toBe(true);
    expect(isDay('2025-02-29')).toBe(false);
    expect(lastDayOf('2024-02', 1)).toBe('2024-02-29');
    expect(dayAfter('2024-02-28')).toBe('2024-02-29');
    expect(dayAfter('2025-02-28')).toBe('2025-03-01');
  });

  it('counts months over the turn of the year', () => {
    expect(monthsAfter('2025-11', 2)).toBe('2026-01');
    expect(monthsAfter('2025-01', -13)).toBe('2023-12');
    expect(daysOf('2025-12', 1)).toEqual({ first: '2025-12-01', next: '2026-01-01' });
    expect(isMonth('2025-00')).toBe(false);
  });

  it('are named in the language of the person, west of Greenwich too', () => {
    expect(dayName('2025-11-21', { locale: 'en-GB', dateFormat: 'locale' })).toMatch(
      /^Friday,? 21 November 2025$/,
    );
    expect(monthName('2025-11', { locale: 'de', dateFormat: 'YYYY-MM-DD' }, 1)).toBe('November 2025');
    expect(monthName('2025-11', { locale: 'fr', dateFormat: 'locale' }, 1, 'short')).toBe('nov. 2025');
  });

  it('follow the pattern that the person chose', () => {
    expect(shortDay('2025-11-21', { locale: 'en', dateFormat: 'DD.MM.YYYY' })).toBe('21.11.2025');
    expect(dayName('2025-11-21', { locale: 'de', dateFormat: 'YYYY-MM-DD' })).toBe('Freitag, 2025-11-21');
  });
});

describe('years and months are those of statements of banks', () => {
  // The last ones default to another calendar; a browser can send any language.
  it.each([
    ...locales,
    'ar',
    'he',
    'hi',
    'fa',
    'fa-IR',
    'th',
    'th-TH',
    'ar-SA',
    'ja-JP-u-ca-japanese',
  ])('in %s', (locale) => {
    const writing = { locale, dateFormat: 'locale' };
    const digits = (text: string) => asciiDigits(text).match(/\d+/g)?.map(Number);
    const at = new Date('2025-11-21T23:30:00Z');
    expect(digits(dayName('2025-11-21', writing))).toEqual(expect.arrayContaining([21, 2025]));
    expect(digits(shortDay('2025-11-21', writing))).toEqual(expect.arrayContaining([21, 2025]));
    expect(digits(momentText(at, locale, 'Europe/Berlin'))).toEqual(expect.arrayContaining([22, 2025]));
    expect(digits(monthName('2025-11', writing, 25))).toEqual(expect.arrayContaining([25, 24, 2025]));
    const names = { month: 'long', year: 'numeric', calendar: 'gregory', timeZone: 'UTC' } as const;
    expect(monthName('2025-11', writing, 1)).toContain(new Intl.DateTimeFormat(locale, names).format(at));
  });

  it('and stand by themselves among words that are read the other way', () => {
    const fa = { locale: 'fa', dateFormat: 'locale' };
    const all = [dayName('2025-11-21', fa), shortDay('2025-11-21', fa), weekName('2025-11-23', fa)];
    for (const text of all) expect(text).toMatch(/^\u2068[^\u2068\u2069]+\u2069$/);
    expect(shortDay('2025-11-21', { locale: 'de', dateFormat: 'locale' })).toBe('21. Nov. 2025');
  });

  it('since no other file asks Intl for them', () => {
    const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
    const asking = files.filter(
      (file) =>
        /(?<!\.test)\.ts$/.test(file) &&
        /Intl\.DateTimeFormat\(|toLocale(?:Date|Time)?String/.test(
          readFileSync(`${import.meta.dirname}/${file}`, 'utf8'),
        ),
    );
    const withoutDays = [
      'features/sign-in/guess-time-zone-from-language.ts', // reads offsets only
      'bank-files/days/month-names.ts', // reads names, of languages whose calendar is Gregorian
    ];
    expect(asking.filter((file) => !withoutDays.includes(file))).toEqual(['calendar.ts']);
  });
});

describe('the name of a zone', () => {
  it('is the one that people know today', () => {
    expect(['Asia/Calcutta', 'Europe/Kiev', 'America/New_York'].map(zoneName)).toEqual([
      ...['Asia/Kolkata', 'Europe/Kyiv', 'America/New York'],
    ]);
  });

  it('stands for one zone only', () => {
    const names = timeZones().map(zoneName);
    expect(new Set(names).size).toBe(names.length);
  });
});
