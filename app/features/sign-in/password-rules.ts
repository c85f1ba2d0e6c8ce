import { type PlainKey, say } from '../../words/say.ts';
import { type Part, strengthOf } from './estimate-password-guesses.ts';

/** Minimum and maximum password length in characters (NIST SP 800-63B: length, not composition). */
export const passwordLength = { min: 12, max: 256 };

/** Required strength: that of nine random digits; twelve random letters are a thousand times as hard to guess. */
const enoughDigits = 9;

/** Owner of the password, and the site it is for. */
export interface Owner {
  readonly email: string;
  readonly name: string;
  /** Public host name of the site. */
  readonly host: string;
}

/** Explains why a password is too easy to guess, as a sentence for the person; undefined when it is strong enough. */
export function weakness(password: string, owner: Owner): string | undefined {
  const { length } = [...password];
  if (length < passwordLength.min)
    return `${say('signIn.useAtLeast', { count: passwordLength.min })} ${say('signIn.fourWords')}`;
  if (length > passwordLength.max) return say('signIn.useAtMost', { count: passwordLength.max });
  if (new Set(password.toLowerCase()).size < 5) return say('signIn.useMoreCharacters');
  const { digits, mostly } = strengthOf(password, wordsOf(owner));
  return digits < enoughDigits ? `${say(sentences[mostly])} ${say('signIn.fourWordsAdvice')}` : undefined;
}

const sentences = {
  'own word': 'signIn.weakOwnWord',
  'common word': 'signIn.weakCommonWord',
  repetition: 'signIn.weakRepetition',
  sequence: 'signIn.weakSequence',
  date: 'signIn.weakDate',
  other: 'signIn.weakOther',
} as const satisfies Record<Part, PlainKey>;

/**
 * Words that an attacker who knows the person and the site would try: each name as a whole, in its parts, and without
 * separators.
 */
function wordsOf({ email, name, host }: Owner): string[] {
  const at = email.lastIndexOf('@');
  const names = [name, email, email.slice(0, at), email.slice(at + 1), host, 'finance platform'];
  const words = names.flatMap((text) => {
    const parts = text.split(/[^\p{L}\p{M}\p{N}]+/u);
    return [text, parts.join(''), ...parts];
  });
  const spelled = words.flatMap((word) => [
    word.normalize('NFC'),
    word.normalize('NFD').replace(/\p{M}/gu, ''),
  ]);
  return [...new Set(spelled.map((word) => word.trim()))].filter((word) => word.length > 1);
}
