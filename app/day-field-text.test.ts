import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayAfter } from './calendar.ts';
import { dayReadBack, dayText, patternOf, readDay } from './day-field-text.ts';
import { dateFormats } from './features/settings/validate-preferences.ts';
import { dayInWords } from './format-days-and-times.ts';
import { locales } from './web/locale-choices.ts';
import { inLanguage } from './words/current-language.ts';
import { languages } from './words/languages.ts';

const today = '2026-04-04';
const british = { locale: 'en-GB', dateFormat: 'DD/MM/YYYY' };
const american = { locale: 'en-US', dateFormat: 'MM/DD/YYYY' };
const german = { locale: 'de', dateFormat: 'DD.MM.YYYY' };
const international = { locale: 'sv', dateFormat: 'YYYY-MM-DD' };
/** Locales that the app does not offer, but a browser can send. */
const brought = ['fa-IR', 'th-TH', 'ar-SA', 'ar-EG', 'bg', 'he', 'bn', 'ne', 'my', 'hi', 'sr', 'hr', 'ja'];
const everyWriting = [
  ...dateFormats.slice(1).map((dateFormat) => ({ locale: 'en', dateFormat })),
  ...[...locales, ...brought].map((locale) => ({ locale, dateFormat: 'locale' })),
];

describe('a day in the pattern of a person', () => {
  it.each([
    ['en', 'MM/DD/YYYY'],
    ['en-GB', 'DD/MM/YYYY'],
    ['de', 'DD.MM.YYYY'],
    ['nl', 'DD-MM-YYYY'],
    ['fr-CA', 'YYYY-MM-DD'],
    ['hu', 'YYYY. MM. DD.'],
    ['bg', 'DD.MM.YYYY'],
    ['ar-SA', 'DD/MM/YYYY'],
    ['th-TH', 'DD/MM/YYYY'],
    ['fa-IR', 'YYYY/MM/DD'],
  ])('of %s is written %s', (locale, pattern) => {
    expect(patternOf({ locale, dateFormat: 'locale' })).toBe(pattern);
  });

  it.each([
    '2026-01-01',
    '2026-12-31',
    '2024-02-29',
    '2000-02-29',
    '1900-01-01',
    '2999-12-31',
    '2026-04-03',
    '2026-10-11',
  ])('is read back: %s, in every pattern that is offered', (day) => {
    for (const writing of everyWriting) {
      const typed = dayText(day, writing);
      expect(readDay(typed, writing, today), typed).toEqual({ day });
      expect(readDay(typed.replaceAll(/\D/g, ''), writing, today), typed).toEqual({ day });
      expect(readDay(day, writing, today)).toEqual({ day });
    }
  });

  it('is read back, whichever day it is, with leading zeros or without, and whatever stands between', () => {
    const days = fc.integer({ min: 0, max: 401_766 }).map((count) => dayAfter('1900-01-01', count));
    const signs = fc.constantFrom('/', '-', ' ', ' / ');
    fc.assert(
      fc.property(days, fc.constantFrom(...everyWriting), signs, fc.boolean(), (day, writing, sign, bare) => {
        const groups = dayText(day, writing).match(/\d+/g) ?? [];
        const typed = groups.map((group) => (bare ? String(Number(group)) : group)).join(sign);
        expect(readDay(typed, writing, today)).toEqual({ day });
      }),
    );
  });
});

describe('a day that is typed', () => {
  it.each([
    ['03042026', british, '2026-04-03'],
    ['03042026', american, '2026-03-04'],
    ['20260403', british, '2026-04-03'],
    ['3.4.2026', british, '2026-04-03'],
    ['3/4/26', british, '2026-04-03'],
    ['030426', german, '2026-04-03'],
    ['3.4.47', german, '1947-04-03'],
    ['3.4.46', german, '2046-04-03'],
    ['99-04-03', international, '1999-04-03'],
    ['2026/4/3', american, '2026-04-03'],
    ['2026. 04. 03.', { locale: 'hu', dateFormat: 'locale' }, '2026-04-03'],
    ['2026年4月3日', { locale: 'ja', dateFormat: 'locale' }, '2026-04-03'],
    ['０３／０４／２０２６', british, '2026-04-03'],
    ['٠٣/٠٤/٢٠٢٦', { locale: 'ar-EG', dateFormat: 'locale' }, '2026-04-03'],
    ['۲۰۲۶/۰۴/۰۳', { locale: 'fa-IR', dateFormat: 'locale' }, '2026-04-03'],
    ['today', german, '2026-04-04'],
    ['Yesterday', german, '2026-04-03'],
    ['gestern', german, '2026-04-03'],
    [' tomorrow ', british, '2026-04-05'],
  ])('%s is understood as the person writes', (typed, writing, day) => {
    expect(readDay(typed, writing, today)).toEqual({ day });
  });

  it.each([
    ['04/13/2026', british, ['2026-04-13']],
    ['13/04/2026', american, ['2026-04-13']],
    ['03/04/2026', international, ['2026-04-03', '2026-03-04']],
    ['25/12/2026', international, ['2026-12-25']],
    ['03042026', international, ['2026-04-03', '2026-03-04']],
    ['03.04.2026', american, ['2026-03-04', '2026-04-03']],
    ['26-04-03', international, ['2026-04-03', '2003-04-26']],
  ])('%s is asked about where it is not as the person writes', (typed, writing, couldBe) => {
    expect(readDay(typed, writing, today)).toEqual({ couldBe });
  });

  it.each([
    '31/02/2026',
    '29/02/2025',
    '31/04/2026',
    '00/04/2026',
    '2026-02-30',
    '3042026',
    '3/4',
    '3 April 2026',
    '3/4/2026/1',
    '3²/04/2026',
    '',
    '1e3',
  ])('"%s" is refused with an example', (typed) => {
    expect(readDay(typed, british, today)).toEqual({ wrong: 'Type a day that exists, such as 04/04/2026.' });
  });

  it.each(['03/04/0206', '0206-04-03', '03/04/1899', '03/04/3000'])('%s is refused by its year', (typed) => {
    expect(readDay(typed, british, today)).toEqual({ wrong: 'Days can be from the year 1900 to 2999.' });
  });

  it('is never taken for another one than the person writes', () => {
    const typed = fc.stringMatching(/^\d{1,4}[-/. ]?\d{1,2}[-/. ]?\d{1,4}$/);
    fc.assert(
      fc.property(typed, fc.constantFrom(...everyWriting), (text, writing) => {
        const read = readDay(text, writing, today);
        if (!('day' in read)) return;
        const digits = (from: string) => (from.match(/\d+/g) ?? []).map(Number);
        const [year = 0, month = 0, day = 0] = digits(read.day);
        const own = digits(dayText(read.day, writing)).map((one) => (one === year ? year % 100 : one));
        const groups = digits(text);
        if (groups.length !== 3) return;
        const seen = groups.map((one) => (one === year ? year % 100 : one));
        expect([own, [year % 100, month, day]]).toContainEqual(seen);
      }),
    );
  });
});

it('a day is said back in words, each that it could be', () => {
  expect(dayReadBack('03042026', british, today)).toBe(dayInWords('2026-04-03', 'en-GB'));
  expect(dayInWords('2026-04-03', 'en-GB')).toMatch(/^Friday,? 3 April 2026$/);
  expect(dayReadBack('03.04.2026', american, today)).toBe(
    'Wednesday, March 4, 2026, or Friday, April 3, 2026?',
  );
  expect(dayReadBack('31/02/2026', british, today)).toBe('');
});

describe('a day by its name', () => {
  it.each([
    ['gestern', '2026-04-03'],
    ['Heute', '2026-04-04'],
    ['morgen', '2026-04-05'],
  ])('is a word of the page, whichever locale figures are written in: %s', (typed, day) => {
    const language = { ...languages.en, tag: 'de' };
    const read = () => readDay(typed, british, today);
    expect(inLanguage(language, read)).toEqual({ day });
  });
});
