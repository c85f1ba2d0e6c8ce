import { createHash } from 'node:crypto';
import { recogniseDelimiter } from './csv/delimiter.ts';
import { findTable } from './csv/find-header.ts';
import { readRecords } from './csv/records.ts';
import { decodeText } from './encoding/decode-text.ts';
import { type BankFormat, recogniseFormat } from './recognise-format.ts';

/** Format of a file, and what all files from the same place have in common. */
export interface FileShape {
  readonly format: BankFormat;
  /** Digest of the format and of a CSV file's header, to remember by it how such files are read. */
  readonly fingerprint: string;
}

/** Recognises the shape of a file without reading its rows, before anybody has answered anything. */
export function fileShape(bytes: Uint8Array): FileShape {
  const text = beginningOf(bytes);
  const format = recogniseFormat(text);
  const parts = format === 'csv' ? headerOf(text) : [];
  const digest = createHash('sha256')
    .update(JSON.stringify([format, ...parts]))
    .digest('base64url');
  return { format, fingerprint: `${format}-${digest.slice(0, 22)}` };
}

/** Characters that are enough for the header and some rows. */
const BEGINNING = 50_000;

function beginningOf(bytes: Uint8Array): string {
  try {
    return decodeText(bytes).text.slice(0, BEGINNING);
  } catch {
    // The letters of a header are told apart by any encoding, and which one it is gets asked later.
    return new TextDecoder('latin1').decode(bytes.subarray(0, BEGINNING));
  }
}

/** Cells of the header, or the number of columns where there is none. */
function headerOf(text: string): readonly string[] {
  const lines = text
    .replaceAll(/\r\n?/g, '\n')
    .replace(/^"?sep=.*\n/i, '\n')
    .split('\n');
  const isWhole = text.length < BEGINNING;
  const beginning = (isWhole ? lines : lines.slice(0, -1)).join('\n');
  try {
    const { records } = readRecords(beginning, recogniseDelimiter(beginning));
    const { header, hasHeader, records: rows } = findTable(records);
    return hasHeader ? header : [`${rows[0]?.cells.length ?? 0} columns`];
  } catch {
    return [];
  }
}
