import { say } from '../../words/say.ts';
import type { Options } from '../options.ts';
import { refuse } from '../refused-and-asked-file-errors.ts';
import { recogniseDelimiter } from './delimiter.ts';
import { findTable, type Table, unformula } from './find-header.ts';
import { type CsvRecord, readRecords } from './records.ts';

/** A CSV file taken apart into its cells. */
export interface OpenTable {
  readonly table: Table;
  /** All records, with those above the header. */
  readonly records: readonly CsvRecord[];
  readonly delimiter: string;
  readonly isWellQuoted: boolean;
}

/** Takes a CSV file apart, before anything is known of its columns. @throws RefusedFile when there is nothing in it */
export function openTable(given: string, options: Options): OpenTable {
  const { text, separator } = withoutSeparatorLine(given);
  const chosen = options.delimiter === '\\t' ? '\t' : options.delimiter; // as a shell gives it
  const delimiter = chosen ?? separator ?? recogniseDelimiter(text);
  const { records: raw, isWellQuoted } = readRecords(text, delimiter);
  const records = text.includes('="') ? raw.map(withoutFormulas) : raw;
  if (records.length === 0) refuse(null, null, say('bankFiles.noRows'));
  return { table: findTable(records, options.headerLine), records, delimiter, isWellQuoted };
}

/** Excel's first line `sep=;`. It stays as an empty line, so that lines keep their numbers. */
function withoutSeparatorLine(given: string): {
  readonly text: string;
  readonly separator: string | undefined;
} {
  const text = withoutLineQuotes(given.replaceAll(/\r\n?/g, '\n'));
  const match = /^"?sep=(.)"?[^\n]*(?=\n)/i.exec(text);
  return match ? { text: text.slice(match[0].length), separator: match[1] } : { text, separator: undefined };
}

/** Lines that are quoted as a whole, `"Date,Payee,Amount"`, without these quotes. */
function withoutLineQuotes(text: string): string {
  const lines = text.split('\n');
  const isQuoted = (line: string) => line === '' || /^"(?=[^"]*[,;\t|])(?:[^"]|"")*"$/.test(line);
  if (!lines.every(isQuoted)) return text;
  return lines.map((line) => line.slice(1, -1).replaceAll('""', '"')).join('\n');
}

function withoutFormulas({ line, cells }: CsvRecord): CsvRecord {
  return { line, cells: cells.map(unformula) };
}
