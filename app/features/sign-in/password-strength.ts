import { createRequire } from 'node:module';
import type { MatchExtended, ZxcvbnFactory } from '@zxcvbn-ts/core';

/** What a part of a password is made of. */
export type Part = 'own word' | 'common word' | 'repetition' | 'sequence' | 'date' | 'other';

export interface Strength {
  /** Powers of ten that somebody has to try who knows how this password is made, but not of what. */
  readonly digits: number;
  /** What most of it is. */
  readonly mostly: Part;
}

/** Enough of a long password to be sure of it: the work grows with the square of what is looked at, or worse. */
export const looksAt = 40;

/**
 * How much there is to guess in a password, apart from common words, rows of the keyboard, repetitions, dates and the
 * words that its owner is known by.
 */
export function strengthOf(password: string, ownWords: readonly string[]): Strength {
  const given = password.normalize('NFC').slice(0, looksAt);
  const readings = [reading(given, ownWords)];
  // Points and spaces hide words and dates that stand between them; each kind is worth what one character is.
  const plain = given.replace(separators, '');
  if (plain !== '' && plain !== given) {
    const { digits, mostly } = reading(plain, ownWords);
    readings.push({ digits: digits + new Set(given.match(separators)).size, mostly });
  }
  return readings.reduce((weaker, other) => (other.digits < weaker.digits ? other : weaker));
}

const separators = /[^\p{L}\p{M}\p{N}]/gu;

function reading(password: string, ownWords: readonly string[]): Strength {
  const { sequence } = estimator().check(password, [...ownWords]);
  // Not its total, which adds 10,000 for each part: with a point and a "!", any word and year would be good enough.
  const digits = sequence.reduce((sum, part) => sum + Number(part['guessesLog10']), 0);
  return { digits, mostly: mostOf(sequence) };
}

function mostOf(parts: readonly MatchExtended[]): Part {
  const lengths = new Map<Part, number>([['other', 0]]);
  for (const part of parts) {
    const kind = kindOf(part);
    if (kind !== 'other') lengths.set(kind, (lengths.get(kind) ?? 0) + part.token.length);
  }
  const [[longest]] = [...lengths].sort(([, one], [, two]) => two - one) as [[Part, number]];
  return longest;
}

function kindOf({ pattern, ...part }: MatchExtended): Part {
  if (pattern !== 'dictionary') return kinds[pattern] ?? 'other';
  return 'dictionaryName' in part && part.dictionaryName === 'userInputs' ? 'own word' : 'common word';
}

const kinds: Readonly<Record<string, Part>> = {
  repeat: 'repetition',
  sequence: 'sequence',
  spatial: 'sequence',
  date: 'date',
  regex: 'date', // its only one finds recent years
};

let made: ZxcvbnFactory | undefined;

/** Made with the first sign-up, not at the start: a server that only signs people in never needs its words. */
function estimator(): ZxcvbnFactory {
  if (made) return made;
  const load = createRequire(import.meta.url);
  const { ZxcvbnFactory } = load('@zxcvbn-ts/core') as typeof import('@zxcvbn-ts/core');
  const { dictionary, adjacencyGraphs } = load('@zxcvbn-ts/language-common') as {
    dictionary: Record<string, string[]>;
    adjacencyGraphs: Record<string, Record<string, (string | null)[]>>;
  };
  // File by file: the whole of English, with surnames and Wikipedia, would be twice the memory.
  const english = (words: string) => load(`@zxcvbn-ts/language-en/dist/${words}.json.cjs`) as string[];
  made = new ZxcvbnFactory({
    dictionary: {
      passwords: dictionary['passwords-common'] ?? [],
      diceware: dictionary['diceware-common'] ?? [], // by this name each of its words counts the same
      words: english('commonWords'),
      names: english('firstnames'),
    },
    graphs: adjacencyGraphs,
    l33tMaxSubstitutions: 50, // readings of digits and signs as letters; each is looked up anew
  });
  return made;
}
