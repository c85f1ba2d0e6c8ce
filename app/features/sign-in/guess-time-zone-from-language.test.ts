import { expect, it } from 'vitest';
import { timeZones } from '../../time-zones.ts';
import { guessZone } from './guess-time-zone-from-language.ts';

it.each([
  ['de-AT', 'Europe/Vienna'],
  ['de', 'Europe/Berlin'], // Büsingen has the same time
  ['fr-CH', 'Europe/Zurich'],
  ['ja', 'Asia/Tokyo'],
  ['en-IN', 'Asia/Calcutta'],
  ['en-IE', 'Europe/Dublin'],
  ['en', undefined],
  ['en-US', undefined],
  ['es', undefined], // the Canaries are an hour behind
  ['pt-BR', undefined],
  ['eo', undefined],
])('of %s is %s', (locale, zone) => {
  expect(guessZone(locale)).toBe(zone);
});

it('is one that can be chosen, whatever a browser speaks', () => {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const codes = letters.flatMap((one) => letters.map((other) => one + other));
  const known = Intl.NumberFormat.supportedLocalesOf(codes);
  expect(known.length).toBeGreaterThan(100);
  for (const locale of known) expect([...timeZones(), undefined], locale).toContain(guessZone(locale));
});
