import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asciiDigits } from './ascii-digits.ts';
import { dayName, momentText, monthName, shortDay, weekdayName, weekName } from './format-days-and-times.ts';
import { locales } from './web/locale-choices.ts';

describe('a month that begins on another day than the first', () => {
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
    expect(asking.filter((file) => !withoutDays.includes(file))).toEqual(['format-days-and-times.ts']);
  });
});
