import { createRequire } from 'node:module';

/** Shortest and longest password, in characters (NIST SP 800-63B: length, not composition). */
export const passwordLength = { min: 12, max: 256 };

/** Why this password is too easy to guess, as a sentence for the person; undefined when it will do. */
export function weakness(
  password: string,
  { email, name }: { email: string; name: string },
): string | undefined {
  const { length } = [...password];
  if (length < passwordLength.min)
    return `Use at least ${passwordLength.min} characters. Four words are easy to keep.`;
  if (length > passwordLength.max) return `Use at most ${passwordLength.max} characters.`;
  const lower = password.toLowerCase();
  if (new Set(lower).size < 5) return 'Use more than four different characters.';
  const own = [email, email.split('@')[0] ?? '', name].map((text) => text.trim().toLowerCase());
  if (own.some((text) => text.length >= 4 && lower.includes(text)))
    return 'Leave out your name and your e-mail address.';
  if (commonPasswords().has(lower))
    return 'This is one of the passwords that are tried first. Choose another.';
  return undefined;
}

let common: Set<string> | undefined;

/** Read with the first sign-up, not at the start: a server that only signs people in never needs it. */
function commonPasswords(): Set<string> {
  if (common) return common;
  const { dictionary } = createRequire(import.meta.url)('@zxcvbn-ts/language-common') as {
    dictionary: Record<'passwords-common', string[]>;
  };
  common = new Set(dictionary['passwords-common'].filter((entry) => entry.length >= passwordLength.min));
  return common;
}
