import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Household, household } from './testing/household.ts';
import { longestName, nameProblem, showsNothing, tidyLine, tidyNote } from './text-rules.ts';

let home: Household;
beforeAll(async () => {
  home = await household();
});

describe('a line', () => {
  it.each([
    ['composes letters', 'Cafe\u0301', 'Café'],
    ['drops what shows nothing', '\u200bCa\u00adf\u2060é\ufeff', 'Café'],
    ['drops overrides, isolates and marks of direction', '\u202eCafé\u202c \u2067x\u2069\u200f', 'Café x'],
    ['drops control characters', 'Ca\u0007f\u009dé', 'Café'],
    ['makes one space of blanks and line ends', ' Café\u00a0\u2003de\r\n\tla  Paix ', 'Café de la Paix'],
    [
      'keeps what joins signs',
      '👨\u200d👩\u200d👧 ☕\ufe0f می\u200cخواهم',
      '👨\u200d👩\u200d👧 ☕\ufe0f می\u200cخواهم',
    ],
    [
      'keeps what shapes the end of a word, once',
      '۱۴۰۰ ه\u200d ش അവന\u0d4d\u200d\u200d\u200c',
      '۱۴۰۰ ه\u200d ش അവന\u0d4d\u200d',
    ],
    ['drops what joins nothing', '\u200dCafé\u200c \u200dNoir\u200d', 'Café Noir'],
    ['composes what only an invisible sign held apart', 'e\u200b\u0301', 'é'],
    ['is empty where nothing shows', '\u200b \u2800\u3164\u200d', ''],
  ])('%s', (_what, typed, kept) => {
    expect(tidyLine(typed)).toBe(kept);
  });

  it('keeps the lines of a note, and drops the rest', () => {
    expect(tidyNote('\n one\r\n\ttwo\u202e\u200b  \u0007')).toBe('one\n\ttwo');
  });
});

describe('a name', () => {
  it.each([
    ['', 'Type a name.'],
    ['\u0301', 'Type a name.'],
    ['x'.repeat(80), undefined],
    ['x'.repeat(81), 'This is 1 character too long: 80 fit.'],
    ['🥐'.repeat(80), undefined],
    [
      '👨\u200d👩\u200d👧'.repeat(20),
      'This is 20 characters too long: 80 fit. Some signs, such as flags and families, are several characters.',
    ],
  ])('%j: %j', (name, problem) => {
    expect(nameProblem(name, longestName.account)).toBe(problem);
  });
});

/** Arbitrary texts of the characters that matter here: letters, accents, blanks, joiners, invisible and unusual ones. */
const typed = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'aZé ßﬁ\u0301\u0327\u200b\u200c\u200d\u200e\u202e\u2069\u00ad\ufe0f\ufeff\u00a0\u2800\u3164\u2028\u0007\r\n\t\u1100\u1161\u11a8가क\u093c\u0d4dه',
      ),
      fc.constantFrom('👨', '\u{e0067}', '\u{e0001}', '\u{1d173}', '\u{e0100}'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((one) => one !== '\0'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

it('is tidied here as in the database, once and for all', async () => {
  const texts = fc.sample(typed, { numRuns: 5000, seed: 7 });
  const rows = await home.rows<{ line: string; note: string; again: boolean; blank: boolean }[]>`
    select tidy_line(one) as line, tidy_note(one) as note, plain_text(tidy_line(one)) = '' as blank,
      tidy_line(tidy_line(one)) = tidy_line(one) and tidy_note(tidy_note(one)) = tidy_note(one) as again
    from unnest(${texts}::text[]) with ordinality as all_of(one, n) order by n`;
  for (const [n, text] of texts.entries()) {
    const here = {
      line: tidyLine(text),
      note: tidyNote(text),
      again: true,
      blank: showsNothing(tidyLine(text)),
    };
    expect(rows[n], JSON.stringify(text)).toEqual(here);
  }
});
