/**
 * What was typed with the digits of ASCII, whichever script they were of, in full or half width, and without marks of
 * direction. Beware of `\p{No}`, which becomes digits as well: of 12⁵⁰, NFKC makes 1250.
 */
export function asciiDigits(text: string): string {
  return withoutDirection(text.normalize('NFKC')).replaceAll(/\p{Nd}/gu, asciiDigit);
}

/** Without marks, embeddings and isolates of direction, which Intl writes around numbers. */
export function withoutDirection(text: string): string {
  return text.replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
}

/** Unicode has the ten digits of a script in a row (4.6 of the standard), and some rows one after another. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}
