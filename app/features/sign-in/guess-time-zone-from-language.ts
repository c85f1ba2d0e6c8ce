import { timeZones } from '../../time-zones.ts';

/**
 * Guesses a time zone: that of the country where a language is spoken most, if all of the country has the same time:
 * `de-AT` gives Vienna, `en` gives none.
 *
 * @param locale a language tag that Intl knows
 */
export function guessZone(locale: string): string | undefined {
  const region = new Intl.Locale(locale).maximize() as Intl.Locale & {
    getTimeZones?(): string[] | undefined;
  };
  const [first, ...others] = (region.getTimeZones?.() ?? []).filter((zone) => timeZones().includes(zone));
  if (first === undefined) return undefined;
  const time = clocksOf(first);
  return others.every((zone) => clocksOf(zone) === time) ? first : undefined;
}

/** UTC offsets of a zone in each quarter of this year. */
function clocksOf(timeZone: string): string {
  const clock = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const year = new Date().getUTCFullYear();
  const offsets = [0, 3, 6, 9].map(
    (month) => clock.formatToParts(Date.UTC(year, month)).find(({ type }) => type === 'timeZoneName')?.value,
  );
  return offsets.join();
}
