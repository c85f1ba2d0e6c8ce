import { createRequire } from 'node:module';
import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { looksAt } from './estimate-password-guesses.ts';
import { passwordLength, weakness } from './password-rules.ts';

const load = createRequire(import.meta.url);
const ada = { email: 'ada.lovelace@example.org', name: 'Ada Lovelace', host: 'money.example.com' };

describe('a password', () => {
  it.each([
    'four quiet words here',
    'correct horse battery',
    'correcthorsebatterystaple',
    'ada likes quiet mornings',
    'blue: cat! dog?', // by the signs between the words, each of which counts
    'ÄÖÜ sehr leises Wort',
    '日本語のパスワードは長くてもよい',
    'नमस्ते दुनिया कैसे हो',
    '🦊🦉🐢🐙🦀🐝🦊🦉🐢🐙🦀🐝',
  ])('may be %s', (password) => {
    expect(weakness(password, ada)).toBeUndefined();
  });

  it.each([
    { password: 'elevenchars', says: 'at least 12 characters' },
    { password: 'long '.repeat(52), says: 'at most 256 characters' },
    { password: 'aaaaaaaaaaaaaaaa', says: 'more than four different' },
    { password: 'abababababababab', says: 'more than four different' },
    { password: 'abcde'.repeat(51), says: 'again and again' },
    { password: 'financefinance', says: 'again and again' },
    { password: 'парольпароль', says: 'again and again' },
    { password: 'abcdefghijkl', says: 'a row of letters' },
    { password: 'xxx y z w v u t s', says: 'a row of letters' },
    { password: 'unbelievable', says: 'tried first' },
    { password: 'Unbelievable', says: 'tried first' },
    { password: 'Password123!', says: 'tried first' },
    { password: 'qwertyuiop123', says: 'tried first' },
    { password: '1q2w3e4r5t6y7u', says: 'tried first' },
    { password: 'Photographer1', says: 'tried first' },
    { password: '2024-05-06 2023', says: 'little more than a date' },
    { password: '12.03.1990 5', says: 'little more than a date' },
    { password: 'kwvq - 1999 - -', says: 'little more than a date' },
    { password: 'adalovelace12', says: 'Leave out your name' },
    { password: 'i am ada lovelace!', says: 'Leave out your name' },
    { password: 'Lovelace, Ada 1985', says: 'Leave out your name' },
    { password: '4d4 l0v3l4c3', says: 'Leave out your name' },
    { password: 'my ada.lovelace@example.org', says: 'Leave out your name' },
    { password: 'money.example.com', says: 'the name of this site' },
    { password: 'Finance-Platform-1', says: 'the name of this site' },
  ])('may not be $password', ({ password, says }) => {
    expect(weakness(password, ada)).toContain(says);
  });

  it.each([
    { keyboard: 'QWERTY', password: 'cft6yhnmko0p' },
    { keyboard: 'QWERTZ', password: 'ertzuioplkjh' },
    { keyboard: 'AZERTY', password: 'wxcvbn,;:=)p' },
    { keyboard: 'Dvorak', password: 'pyfgcrl/aoeu' },
    { keyboard: 'a keypad', password: '14789+*-9510' },
    { keyboard: "a Mac's keypad", password: '456+9=9+6547' },
  ])('may not be keys beside each other on $keyboard', ({ password }) => {
    expect(weakness(password, ada)).toContain('a row of letters');
  });

  it.each([
    { part: 'before the @', email: 'j.q.v.x.k.w.z.p@mail.test', password: 'jqvxkwzp-1985' },
    { part: 'before the @, with its signs', email: 'j.q-v_x+k@mail.test', password: 'j.q-v_x+k 7391!' },
    { part: 'behind the @', email: 'z@h-w-k-z-q.test', password: 'hwkzqtest-1985' },
  ])('may not be the part of the e-mail address $part', ({ email, password }) => {
    expect(weakness(password, { ...ada, email })).toContain('your e-mail address');
    expect(weakness(password, ada)).toBeUndefined();
  });

  it('may not be a name that is spelled by other code points', () => {
    const name = 'Jokűrzsömény'.normalize('NFD');
    expect(weakness('jokűrzsömény1985', { ...ada, name })).toContain('Leave out your name');
  });

  it('may not be a name without the marks on its letters', () => {
    const zoe = { email: 'z@example.org', name: 'Zoë Ångströmsson', host: 'localhost' };
    expect(weakness('angstromsson1985', zoe)).toContain('Leave out your name');
  });

  it('may not be the name of the site, which is no word that is listed', () => {
    const zoe = { email: 'z@mail.test', name: 'Zoë', host: 'krontasta.test' };
    expect(weakness('Krontasta-2024', zoe)).toContain('the name of this site');
    expect(weakness('Krontasta-2024', { ...zoe, host: 'money.test' })).toBeUndefined();
  });

  it('is counted in characters, not in halves of them', () => {
    expect(weakness('🦊🦉🐢🐙🦀🐝', ada)).toContain('at least 12');
  });

  it('costs no more the longer it is', () => {
    const { ZxcvbnFactory } = load('@zxcvbn-ts/core') as { ZxcvbnFactory: { prototype: ZxcvbnFactory } };
    const check = vi.spyOn(ZxcvbnFactory.prototype, 'check');
    onTestFinished(() => check.mockRestore());
    for (const letters of ['0123456789', '4@8({[<36&9#!1|$5+7%20', 'the and you that '])
      weakness(fc.sample(by(letters, 256), { seed: 1, numRuns: 1 })[0] ?? '', ada);
    expect(check.mock.calls.length).toBeLessThanOrEqual(6);
    for (const [looked] of check.mock.calls) expect(looked.length).toBeLessThanOrEqual(looksAt);
  });
});

describe('each of 2,000 common words and names', () => {
  const cases = Map.groupBy(commonWords().map(decorated), ({ shape }) => shape);
  it.each([...cases])('is refused as %s', (_shape, made) => {
    const taken = made.filter(({ password }) => weakness(password, ada) === undefined);
    expect(taken).toEqual([]);
  });
});

it('each first name with a year is refused', () => {
  const names = words('language-en/dist/firstnames.json.cjs').map((name) => `${capital(name)} 2024!`);
  const long = names.filter((password) => password.length >= passwordLength.min);
  expect(long.length).toBeGreaterThan(500);
  expect(long.filter((password) => weakness(password, ada) === undefined)).toEqual([]);
});

it('each listed password that is long enough otherwise is refused', () => {
  const { dictionary } = load('@zxcvbn-ts/language-common') as { dictionary: Record<string, string[]> };
  const listed = dictionary['passwords-common'] ?? [];
  const long = listed.filter((password) => [...password].length >= passwordLength.min);
  expect(long.length).toBeGreaterThan(100);
  expect(long.filter((password) => weakness(password, ada) === undefined)).toEqual([]);
});

describe('a hundred by chance', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const english = words('language-en/dist/commonWords.json.cjs').slice(0, 5000);
  const phrase = (between: string) =>
    fc
      .array(fc.constantFrom(...english.filter((word) => /^[a-z]{4,}$/.test(word))), {
        minLength: 4,
        maxLength: 4,
      })
      .map((four) => four.join(between));
  it.each([
    { of: 'four words', made: phrase(' ') },
    { of: 'four words, written together', made: phrase('') },
    { of: 'twelve letters', made: by(letters, 12) },
    { of: 'twelve letters and digits', made: by(`${letters}${letters.toUpperCase()}0123456789`, 12) },
    { of: 'twelve Cyrillic letters', made: by('абвгдежзиклмнопрстуфхцчшщыэюя', 12) },
    {
      of: 'twelve syllables of Japanese',
      made: by('あいうえおかきくけこさしすせそたちつてとなにぬねの', 12),
    },
  ])('are taken: $of', ({ made }) => {
    const refused = fc
      .sample(fc.noBias(made), { seed: 42, numRuns: 100 })
      .filter((one) => weakness(one, ada));
    expect(refused).toEqual([]);
  });
});

function by(letters: string, length: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...letters), minLength: length, maxLength: length });
}

function words(file: string): string[] {
  const loaded = load(`@zxcvbn-ts/${file}`) as string[] | { dictionary: Record<string, string[]> };
  const list = Array.isArray(loaded) ? loaded : (loaded.dictionary['passwords-common'] ?? []);
  return list.filter((word) => /^[a-z]{3,}$/.test(word));
}

/** A sample of common words and names; the names are sorted, so every ninth covers all letters. */
function commonWords(): string[] {
  const english = (file: string) => words(`language-en/dist/${file}.json.cjs`);
  const names = english('firstnames').filter((_name, n) => n % 9 === 0);
  const all = new Set([
    ...words('language-common').slice(0, 1000),
    ...english('commonWords').slice(0, 1200),
    ...names,
  ]);
  return [...all].slice(0, 2000);
}

/** Decorates a word with the next shape that makes it long enough. */
function decorated(word: string, n: number) {
  const all = Object.entries(shapes);
  const turned = [...all.slice(n % all.length), ...all.slice(0, n % all.length)];
  for (const [shape, make] of turned) {
    const password = make(word);
    if (password.length >= 12) return { shape, password };
  }
  throw new Error(`no shape makes "${word}" long enough`);
}

/**
 * Short words get the next shape that is long enough, so those with few digits come last: each digit may stand for a
 * letter.
 */
const shapes: Readonly<Record<string, (word: string) => string>> = {
  'Word123!': (word) => `${capital(word)}123!`,
  word2024: (word) => `${word}2024`,
  'Word.2024!': (word) => `${capital(word)}.2024!`,
  wordwordword: (word) => word.repeat(3),
  wordqwertyuiop: (word) => `${word}qwertyuiop`,
  'Word - 1990 - !': (word) => `${capital(word)} - 1990 - !`,
  '1234word': (word) => `1234${word}`,
  'W0rd2024!': (word) => `${capital(leet(word))}2024!`,
  wordword: (word) => word.repeat(2),
  'Word & Word & Word': (word) => Array(3).fill(capital(word)).join(' & '),
  word12345678: (word) => `${word}12345678`,
  w0rdw0rd: (word) => leet(word).repeat(2),
  'drow12345, reversed': (word) => `${reversed(word)}12345`,
  WORD12: (word) => `${word.toUpperCase()}12`,
  'word!!!!!!!!!': (word) => `${word}!!!!!!!!!`,
  'word12031990, a date': (word) => `${word}12031990`,
  adaword99: (word) => `ada${word}99`,
  qazwsxWord: (word) => `qazwsx${capital(word)}`,
  FinanceWord12: (word) => `Finance${capital(word)}12`,
  '12.03.1990word': (word) => `12.03.1990${word}`,
};

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function reversed(word: string): string {
  return [...word].reverse().join('');
}

function leet(word: string): string {
  const digits: Record<string, string> = { a: '@', e: '3', o: '0', s: '5' };
  return word.replace(/[aeos]/g, (letter) => digits[letter] ?? letter);
}
