import { expect, it } from 'vitest';
import { startApp } from '../testing/start-app.ts';
import { locales } from '../web/locale-choices.ts';

/** Locales that a browser can send. */
const brought = ['ar', 'ar-EG', 'ar-SA', 'fa', 'fa-IR', 'he', 'hi', 'ja-JP', 'th', 'dv-MV', 'zh-Hant-TW'];

it('weeks begin in every language as CLDR has it', async () => {
  const { rows } = await startApp();
  const all = [...locales, ...brought];
  const found = await rows`select l as locale, week_start_of(l) as day from unnest(${all}::text[]) l`;
  expect(found.map(({ locale, day }) => [locale, day])).toEqual(all.map((one) => [one, firstDayIn(one)]));
});

function firstDayIn(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo(): { firstDay: number } };
  return known.getWeekInfo().firstDay;
}
