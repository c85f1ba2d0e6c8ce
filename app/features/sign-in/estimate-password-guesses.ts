import { createRequire } from 'node:module';
import type { MatchExtended, ZxcvbnFactory } from '@zxcvbn-ts/core';

/** Kinds of guessable parts of a password. */
export type Part = 'own word' | 'common word' | 'repetition' | 'sequence' | 'date' | 'other';

export interface Strength {
  /** Guesses as a power of ten, for an attacker who knows how this password is composed, but not of what. */
  readonly digits: number;
  /** Kind of its largest guessable part. */
  readonly mostly: Part;
}

/** Characters that are examined: enough for a sure result, as the work grows quadratically or worse. */
export const looksAt = 40;

/**
 * Estimates the guesses for a password, given common words, keyboard rows, repetitions, dates and words known about its
 * owner.
 */
export function strengthOf(password: string, ownWords: readonly string[]): Strength {
  const given = password.normalize('NFC').slice(0, looksAt);
  const readings = [reading(given, ownWords)];
  // Separators hide words and dates from the matcher, so they are removed; each kind of them counts as one digit.
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
  // Not the library's total, which adds 10,000 per part: any word with a point, a year and a "!" would pass.
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
  regex: 'date', // its only regex finds recent years
};

let made: ZxcvbnFactory | undefined;

/** Created on the first sign-up, not at start: a server that only signs people in never needs the dictionaries. */
function estimator(): ZxcvbnFactory {
  if (made) return made;
  const load = createRequire(import.meta.url);
  const { ZxcvbnFactory } = load('@zxcvbn-ts/core') as typeof import('@zxcvbn-ts/core');
  const { dictionary, adjacencyGraphs } = load('@zxcvbn-ts/language-common') as {
    dictionary: Record<string, string[]>;
    adjacencyGraphs: Record<string, Record<string, (string | null)[]>>;
  };
  // Single files: the whole English package, with surnames and Wikipedia, would double the memory.
  const english = (words: string) => load(`@zxcvbn-ts/language-en/dist/${words}.json.cjs`) as string[];
  made = new ZxcvbnFactory({
    dictionary: {
      passwords: dictionary['passwords-common'] ?? [],
      diceware: dictionary['diceware-common'] ?? [], // under this name all words count the same
      words: english('commonWords'),
      names: english('firstnames'),
    },
    graphs: adjacencyGraphs,
    l33tMaxSubstitutions: 50, // limit on l33t readings of digits and signs as letters; each is looked up separately
  });
  return made;
}
