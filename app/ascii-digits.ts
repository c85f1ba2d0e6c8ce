/**
 * Converts typed digits of any script, full or half width, to ASCII, and removes directional marks. Beware of `\p{No}`,
 * which is converted as well: NFKC turns 12⁵⁰ into 1250.
 */
export function asciiDigits(text: string): string {
  return withoutDirection(text.normalize('NFKC')).replaceAll(/\p{Nd}/gu, asciiDigit);
}

/** Removes directional marks, embeddings and isolates, which Intl writes around numbers. */
export function withoutDirection(text: string): string {
  return text.replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
}

/**
 * Digit value: Unicode has the ten digits of a script in a row (4.6 of the standard), and some rows directly follow
 * each other.
 */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}
