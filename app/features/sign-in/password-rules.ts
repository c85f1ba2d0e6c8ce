import { type Part, strengthOf } from './password-strength.ts';

/** Shortest and longest password, in characters (NIST SP 800-63B: length, not composition). */
export const passwordLength = { min: 12, max: 256 };

/** As hard to guess as nine digits by chance; twelve letters by chance are a thousand times that. */
const enoughDigits = 9;

/** Whose password it is, and where. */
export interface Owner {
  readonly email: string;
  readonly name: string;
  /** Name of this site's host, as people type it. */
  readonly host: string;
}

/** Why this password is too easy to guess, as a sentence for the person; undefined when it will do. */
export function weakness(password: string, owner: Owner): string | undefined {
  const { length } = [...password];
  if (length < passwordLength.min)
    return `Use at least ${passwordLength.min} characters. Four words are easy to keep.`;
  if (length > passwordLength.max) return `Use at most ${passwordLength.max} characters.`;
  if (new Set(password.toLowerCase()).size < 5) return 'Use more than four different characters.';
  const { digits, mostly } = strengthOf(password, wordsOf(owner));
  return digits < enoughDigits ? `${sentences[mostly]} ${advice}` : undefined;
}

const advice = 'Four words that have nothing to do with each other are easy to keep and hard to guess.';

const sentences: Readonly<Record<Part, string>> = {
  'own word': 'Leave out your name, your e-mail address and the name of this site: they are tried first.',
  'common word': 'This is little more than words that are tried first.',
  repetition: 'This is little more than the same thing again and again.',
  sequence: 'This is little more than a row of letters, of digits or of the keyboard.',
  date: 'This is little more than a date.',
  other: 'This is quickly guessed.',
};

/** What somebody who knows the person and the site would try: each name whole, in its parts, without what is between. */
function wordsOf({ email, name, host }: Owner): string[] {
  const at = email.lastIndexOf('@');
  const names = [name, email, email.slice(0, at), email.slice(at + 1), host, 'Finance platform'];
  const words = names.flatMap((text) => {
    const parts = text.split(/[^\p{L}\p{M}\p{N}]+/u);
    return [text, parts.join(''), ...parts];
  });
  const spelled = words.flatMap((word) => [
    word.normalize('NFC'),
    word.normalize('NFD').replace(/\p{M}/gu, ''),
  ]);
  return [...new Set(spelled.map((word) => word.trim().toLowerCase()))].filter((word) => word.length > 1);
}
