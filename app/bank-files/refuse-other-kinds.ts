import { type PlainKey, say } from '../words/say.ts';
import { refuse } from './refused-and-asked-file-errors.ts';

/**
 * Refuses files of other kinds by their first bytes, in words that help: what banks offer beside their statements, and what
 * a spreadsheet saves under the name of a CSV.
 *
 * @throws RefusedFile
 */
export function refuseOtherKinds(bytes: Uint8Array): void {
  const head = Buffer.from(bytes.subarray(0, 4000));
  const text = head.toString('latin1').replace(/^ï»¿/, ''); // the mark of UTF-8
  const words =
    SIGNATURES.find(([hex]) => head.toString('hex').startsWith(hex))?.[1]?.(text) ??
    BEGINNINGS.find(([beginning]) => beginning.test(text))?.[1];
  if (words !== undefined) refuse(null, null, say(words));
}

const zipWords = (text: string) =>
  /\[Content_Types\]\.xml|xl\/|opendocument\.spreadsheet/.test(text)
    ? 'bankFiles.isSpreadsheet'
    : 'bankFiles.isArchive';

const SIGNATURES: readonly (readonly [hex: string, words: (text: string) => PlainKey])[] = [
  ['504b0304', zipWords],
  ['d0cf11e0', () => 'bankFiles.isSpreadsheet'],
  ['1f8b', () => 'bankFiles.isArchive'],
  ['377abcaf', () => 'bankFiles.isArchive'],
  ['52617221', () => 'bankFiles.isArchive'],
];

const BEGINNINGS: readonly (readonly [RegExp, PlainKey])[] = [
  [/^\s*%PDF-/, 'bankFiles.isPdf'],
  [/^\s*<(?:!doctype html|html|head|table|meta)\b/i, 'bankFiles.isWebPage'],
  [/^\s*[[{]\s*(?:[{\]}]|"(?:[^"\\]|\\.)*"\s*:)/, 'bankFiles.isJson'],
];
