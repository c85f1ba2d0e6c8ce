import { analyse } from 'chardet';
import { isHeaderWord } from '../csv/header-words.ts';
import { coveringLanguages } from './language-letters.ts';
import { hasControls, tryDecode } from './try-decode.ts';

/** One way to read the bytes. */
export interface Candidate {
  readonly encoding: string;
  readonly text: string;
}

/** Encodings of one byte for each letter that are recognised. */
export const SINGLE_BYTE = [
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-15',
  'koi8-r',
  'ibm866',
];
const MULTI_BYTE = ['gb18030', 'shift_jis', 'big5', 'euc-kr', 'euc-jp'];

/**
 * Encodings in which the bytes are readable text, best first, one for each text: letters of two scripts in one word,
 * control characters, and words that no one language writes are the mark of a wrong one. More than one is left where
 * only a person can tell. What is left is ordered by chardet, which knows how often letters follow each other.
 */
export function rankEncodings(bytes: Uint8Array): readonly Candidate[] {
  const sample = tellingLines(bytes);
  const readable = [...MULTI_BYTE, ...SINGLE_BYTE].flatMap((encoding) => {
    const text = tryDecode(sample, encoding);
    if (text === undefined || hasControls(text)) return [];
    if (encoding === 'windows-1258' && !isVietnamese(text)) return [];
    return [{ encoding, text, faults: faultsOf(text) }];
  });
  const fewest = Math.min(...readable.map(({ faults }) => faults));
  const faultless = readable.filter(({ faults }) => faults <= fewest);
  const words = faultless.map(({ text }) => headerWords(text));
  const plausible = faultless.filter((_, index) => words[index] === Math.max(...words));
  const order = analyse(sample.subarray(0, 65_536)).map(({ name }) => nameOf(name));
  const rank = (encoding: string) => (order.includes(encoding) ? order.indexOf(encoding) : order.length);
  const sorted = plausible.toSorted((a, b) => rank(a.encoding) - rank(b.encoding));
  const distinct = sorted.filter(({ text }, index) => sorted.findIndex((one) => one.text === text) === index);
  return distinct.flatMap(({ encoding }) => {
    const text = tryDecode(bytes, encoding);
    return text === undefined ? [] : [{ encoding: shown(encoding), text }];
  });
}

/**
 * Number of words that are wrong in an encoding and right in the best ones: 0 where none is better. Infinite where the
 * bytes are no text in it.
 */
export function faultsAgainstBest(bytes: Uint8Array, encoding: string, best: string): number {
  const sample = tellingLines(bytes);
  const faults = (one: string) => {
    const text = tryDecode(sample, one);
    return text === undefined || hasControls(text) ? Number.POSITIVE_INFINITY : faultsOf(text);
  };
  return Math.max(0, faults(encoding) - faults(best));
}

/**
 * True for a text in which not even one in ten words with letters beyond ASCII is impossible. A file may have words of
 * several languages.
 */
export function isPlausible(text: string): boolean {
  const words = [...new Set(text.match(/[\p{L}\P{ASCII}]+/gu) ?? [])].filter((word) =>
    /\P{ASCII}/u.test(word),
  );
  const impossible = words.filter(
    (word) =>
      isImpossible(word) ||
      (word.match(/[\p{L}\p{M}]+/gu) ?? []).some(
        (part) => /\p{Script=Latin}/u.test(part) && coveringLanguages(part).length === 0,
      ),
  );
  return impossible.length === 0 || impossible.length * 10 < words.length;
}

/** True for a text with tones, which this encoding writes behind their vowels. */
function isVietnamese(text: string): boolean {
  return /[ạảẹẻẽịỉĩọỏụủũỵỷỹấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự]/i.test(text) && !/\p{M}/u.test(text);
}

/** The first lines, and those with letters beyond ASCII: all that tells one encoding from another. */
function tellingLines(bytes: Uint8Array): Uint8Array {
  const lines: Uint8Array[] = [];
  let size = 0;
  for (let start = 0; start < bytes.length && size < LARGEST_SAMPLE; ) {
    const end = bytes.indexOf(0x0a, start);
    const line = bytes.subarray(start, end < 0 ? bytes.length : end + 1);
    if (start < 10_000 || line.some((byte) => byte >= 0x80)) {
      lines.push(line);
      size += line.length;
    }
    start += line.length;
  }
  return Buffer.concat(lines);
}

/** Enough words of any language. */
const LARGEST_SAMPLE = 200_000;

function nameOf(name: string): string {
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return name;
  }
}

/** The name that people know. */
function shown(encoding: string): string {
  return encoding === 'gb18030' ? 'gbk' : encoding;
}

/** Number of words beyond ASCII that banks write into headers: in a wrong encoding they are other words. */
function headerWords(text: string): number {
  const cells = text.slice(0, 10_000).split(/[;,|\t\n\r"]+/);
  return cells.filter((cell) => /(?=\P{ASCII})\p{L}/u.test(cell) && isHeaderWord(cell)).length;
}

/** Number of different words that cannot be right, with one more when no language has all the letters. */
function faultsOf(text: string): number {
  const words = new Set(text.match(/[\p{L}\P{ASCII}]+/gu) ?? []);
  const letters = new Set<string>();
  let faults = 0;
  for (const word of words) {
    if (/^\p{ASCII}*$/u.test(word)) continue;
    if (isImpossible(word)) faults += 1;
    if (!/\p{Script=Latin}/u.test(word)) continue;
    if (coveringLanguages(word).length === 0) faults += 1;
    for (const letter of word) letters.add(letter);
  }
  return faults + (letters.size > 0 && coveringLanguages([...letters].join('')).length === 0 ? 1 : 0);
}

function isImpossible(word: string): boolean {
  const scripts = SCRIPTS.filter((script) => script.test(word)).length;
  const isEastAsian = EAST_ASIAN.test(word);
  if (scripts + (isEastAsian ? 1 : 0) > 1 && !(scripts === 1 && isEastAsian && !LONE_SIGN.test(word)))
    return true;
  if (isEastAsian && /[\uff61-\uff9f]\p{Script=Han}|\p{Script=Han}[\uff61-\uff9f]/u.test(word)) return true;
  if (/[a-z][\uff61-\uff65]|[\uff61-\uff65][a-z]/i.test(word)) return true;
  // Other languages write no points or tones over Latin letters that are not one letter with them.
  if (/\p{Script=Latin}/u.test(word) && /\p{M}/u.test(word)) return true;
  // Signs within a word, and small letters before capitals, are letters of another encoding: not in O´Neill and Paral·lel.
  const other = word.replaceAll(/´|(?<=l)·(?=l)/gi, '');
  if (/\p{L}[¤\p{So}\p{Sk}\p{No}¦§¬±¶·†‡‰•]\p{L}/u.test(other) || /\p{Ll}(?=\P{ASCII})\p{Lu}/u.test(word))
    return true;
  return UNUSED.test(word);
}

/** One sign of Chinese or Japanese beside small Latin letters, as in "B臘kerei". */
const LONE_SIGN =
  /(?<![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}][a-z]|[a-z][\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}](?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/u;
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Hangul}/u,
];

/** Private use and box drawing. */
const UNUSED = /[\ue000-\uf8ff\u2500-\u259f]/;
