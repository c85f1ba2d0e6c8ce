import { say } from '../../words/say.ts';
import { AskedFile, refuse } from '../refused-and-asked-file-errors.ts';
import { faultsAgainstBest, isPlausible, rankEncodings } from './rank-encodings.ts';
import { hasControls, tryDecode } from './try-decode.ts';

/** Text of a file, and the encoding that it was read in. */
export interface Decoded {
  readonly text: string;
  readonly encoding: string;
}

/**
 * Decodes a file. A byte order mark counts first, then what a person chose, then valid UTF-8, whatever the file says of
 * itself; then its own label, then what the bytes look like.
 *
 * @param chosen label that a person chose, if any
 * @throws AskedFile where several encodings give several readable texts
 * @throws RefusedFile when the bytes are no text in the chosen encoding, or the label is unknown
 */
export function decodeText(bytes: Uint8Array, chosen?: string): Decoded {
  const marked = byMark(bytes);
  if (marked === 'utf-8') return decodeText(bytes.subarray(3), chosen);
  if (marked !== undefined) return withoutZeros(decoded(bytes, marked));
  if (chosen !== undefined)
    return decoded(bytes, labelOf(chosen) ?? refuse(null, null, say('bankFiles.unknownEncoding')));
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return withoutZeros(decoded(bytes, wide));
  const utf8 = tryDecode(bytes, 'utf-8') ?? pairsOfSurrogates(bytes);
  if (utf8 !== undefined) return { text: utf8, encoding: 'utf-8' };
  refuseBrokenUtf8(bytes);
  const labelled = labelIn(bytes);
  const byLabel = labelled === undefined || labelled === 'utf-8' ? undefined : tryDecode(bytes, labelled);
  if (byLabel !== undefined && labelled !== undefined && !hasControls(byLabel))
    return byPlausibleLabel(bytes, { text: byLabel, encoding: labelled });
  return recognised(bytes);
}

/**
 * The text as it is labelled, unless it has impossible words and other encodings make better ones: any bytes are some text in an encoding of one
 * byte for each letter, and programs write the label of their own country.
 *
 * @throws AskedFile where that leaves more than one, or hardly any difference
 */
function byPlausibleLabel(bytes: Uint8Array, labelled: Decoded): Decoded {
  if (isPlausible(labelled.text)) return labelled;
  const [best, ...others] = rankEncodings(bytes);
  if (best === undefined || [best, ...others].some(({ text }) => text === labelled.text)) return labelled;
  const faults = faultsAgainstBest(bytes, labelled.encoding, best.encoding);
  if (faults === 0) return labelled;
  if (others.length === 0 && faults > 1) return best;
  return askEncoding([best, ...others, labelled]);
}

function decoded(bytes: Uint8Array, encoding: string): Decoded {
  const text = tryDecode(bytes, encoding);
  return text === undefined
    ? refuse(null, null, say('bankFiles.notInEncoding', { encoding }))
    : { text, encoding };
}

/** Refuses what has four bytes for each letter, as UTF-32 has. */
function withoutZeros(read: Decoded): Decoded {
  return read.text.includes('\0') ? refuse(null, null, say('bankFiles.noText')) : read;
}

function recognised(bytes: Uint8Array): Decoded {
  const [best, ...others] = rankEncodings(bytes);
  if (best === undefined) return refuse(null, null, say('bankFiles.noText'));
  if (!/^(?:gbk|shift_jis|big5|euc-kr|euc-jp)$/.test(best.encoding)) refuseTwoEncodings(bytes);
  return others.length === 0 ? best : askEncoding([best, ...others]);
}

function askEncoding(choices: readonly Decoded[]): never {
  throw new AskedFile([
    {
      about: 'encoding',
      choices: choices.map(({ encoding }) => encoding),
      readings: choices.map(({ text }) => accented(text)),
    },
  ]);
}

/** UTF-8 in which each half of a pair of surrogates was encoded by itself, as YNAB writes emoji. */
function pairsOfSurrogates(bytes: Uint8Array): string | undefined {
  const latin = new TextDecoder('latin1').decode(bytes);
  if (!/\xed[\xa0-\xaf]/.test(latin)) return undefined;
  const whole = Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/\xed([\xa0-\xaf])([\x80-\xbf])\xed([\xb0-\xbf])([\x80-\xbf])/g, (pair) => {
      const code = (at: number) =>
        0xd000 | ((pair.charCodeAt(at + 1) & 0x3f) << 6) | (pair.charCodeAt(at + 2) & 0x3f);
      return Buffer.from(String.fromCharCode(code(0), code(3))).toString('latin1');
    });
  return tryDecode(Buffer.from(whole, 'latin1'), 'utf-8');
}

/** Refuses what is UTF-8 but for a few bytes, as in a file that was cut off: it is no other encoding. */
function refuseBrokenUtf8(bytes: Uint8Array): void {
  const text = new TextDecoder('utf-8').decode(bytes);
  const letters = text.match(/\P{ASCII}/gu) ?? [];
  const broken = letters.filter((letter) => letter === '\ufffd').length;
  if (letters.length < broken * 4) return;
  const line = text.slice(0, text.indexOf('\ufffd')).split('\n').length;
  refuse(line, null, say('bankFiles.brokenLetter'));
}

/** Refuses a file of which some lines are UTF-8 and others are not: no encoding of one byte for each letter has such lines. */
function refuseTwoEncodings(bytes: Uint8Array): void {
  const lines = Buffer.from(bytes).toString('latin1').split('\n');
  const isUtf8 = lines.map((line) =>
    /[\x80-\xff]/.test(line) ? tryDecode(Buffer.from(line, 'latin1'), 'utf-8') !== undefined : undefined,
  );
  const broken = isUtf8.indexOf(false);
  if (isUtf8.includes(true) && broken >= 0) refuse(broken + 1, null, say('bankFiles.brokenLetter'));
}

/** First words with letters that depend on the encoding. */
function accented(text: string): string[] {
  const words = text.match(/[\p{L}\p{N}]*\P{ASCII}[^\s;,|"]*/gu) ?? [];
  return [...new Set(words)].slice(0, 8);
}

function byMark(bytes: Uint8Array): string | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
}

/** UTF-16 without a mark: one byte of each pair is zero in most text that banks write. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, 4096);
  let even = 0;
  let odd = 0;
  for (let at = 0; at + 1 < sample.length; at += 2) {
    if (sample[at] === 0) even += 1;
    if (sample[at + 1] === 0) odd += 1;
  }
  const enough = sample.length / 8; // a quarter of all pairs: delimiters and digits, whatever the script
  if (odd > enough && odd > even * 4) return 'utf-16le';
  return even > enough && even > odd * 4 ? 'utf-16be' : undefined;
}

/** Label of XML, or of an OFX header. */
function labelIn(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1000));
  const xml = /<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1];
  const charset = /^\s*CHARSET:\s*([\w-]+)/m.exec(head)?.[1];
  if (xml !== undefined) return labelOf(xml);
  if (charset === undefined || /^NONE$/i.test(charset)) return undefined;
  return labelOf(charset.replace(/^(?=\d{4}$)/, 'windows-').replace(/^(?=8859-)/, 'iso-'));
}

/** Name of an encoding by one of its labels, as the platform's decoder knows them. */
function labelOf(label: string): string | undefined {
  const alias = ALIASES[label.trim().toLowerCase()] ?? label;
  try {
    return new TextDecoder(alias).encoding;
  } catch {
    return undefined;
  }
}

/** Labels that are in use and that the Encoding Standard does not have. */
const ALIASES: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  'shift-jis-2004': 'shift_jis',
  latin9: 'iso-8859-15',
  'latin-1': 'latin1',
  'latin-2': 'latin2',
  utf8: 'utf-8',
  utf16: 'utf-16le',
};
