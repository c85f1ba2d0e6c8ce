/**
 * What was typed with the digits of ASCII, whichever script they were of, in full or half width, and without marks of
 * direction. Beware of `\p{No}`, which becomes digits as well: of 12⁵⁰, NFKC makes 1250.
 */
export function asciiDigits(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\u061c\u200e\u200f\u2066-\u2069]/g, '')
    .replaceAll(/\p{Nd}/gu, asciiDigit);
}

/** The first digit of each script that people type numbers in. */
const zeros = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0x1040,
  0x17e0,
];

function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  const zero = zeros.find((first) => code >= first && code < first + 10);
  return zero === undefined ? digit : String(code - zero);
}
