import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { say } from '../../words/say.ts';
import { refuse } from '../refused-and-asked-file-errors.ts';

/** One record of a CSV file: its cells, and the line that it begins on. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvRecords {
  readonly records: readonly CsvRecord[];
  /** False where quotes are not doubled: then only the number of cells proves a record. */
  readonly isWellQuoted: boolean;
}

/**
 * Takes a CSV text apart. Quotes that the bank did not double are read as they stand, where that gives one record per
 * line.
 *
 * @param text with line breaks as `\n`
 * @throws RefusedFile for a quote that is not closed, and for broken quotes over several lines
 */
export function readRecords(text: string, delimiter: string): CsvRecords {
  try {
    return { records: parsed(text, delimiter, false), isWellQuoted: true };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { records: escaped(text, delimiter) ?? relaxed(text, delimiter), isWellQuoted: false };
  }
}

/** Records of a text whose quotes within quotes stand behind a backslash; undefined when that is not what it has. */
function escaped(text: string, delimiter: string): readonly CsvRecord[] | undefined {
  if (!text.includes('\\"')) return undefined;
  try {
    return parsed(text, delimiter, false, '\\');
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return undefined;
  }
}

function relaxed(text: string, delimiter: string): readonly CsvRecord[] {
  try {
    const records = parsed(text, delimiter, true);
    const broken = records.find(({ cells }) => cells.some((cell) => cell.includes('\n')));
    // A quote that is not closed ends at the next row's: that row would be lost within this one.
    if (broken !== undefined) refuse(broken.line, null, say('bankFiles.openQuote'));
    return records.map(({ line, cells }) => ({ line, cells: cells.map(withoutOuterQuotes) }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The parser names the line on which it gave up: the last one, since the quote has no end.
    const line = text.slice(0, text.lastIndexOf('"')).split('\n').length;
    return refuse(line, null, say('bankFiles.openQuote'));
  }
}

function parsed(text: string, delimiter: string, relaxQuotes: boolean, escapeSign = '"'): CsvRecord[] {
  const trim = delimiter.trim() !== '' && !relaxQuotes; // the parser cannot do both
  const records: CsvRecord[] = [];
  parse(text, {
    delimiter,
    record_delimiter: '\n',
    relax_column_count: true,
    relax_quotes: relaxQuotes,
    escape: escapeSign,
    skip_empty_lines: true,
    ltrim: trim,
    rtrim: trim,
    info: true,
    on_record: ({ info, record }: { info: { lines: number }; record: string[] }) => {
      if (record.every((cell) => cell.trim() === '')) return null;
      records.push({
        line: info.lines - record.reduce((sum, cell) => sum + breaksIn(cell), 0),
        cells: record,
      });
      return null;
    },
  } as object);
  return records;
}

function breaksIn(cell: string): number {
  return cell.includes('\n') ? cell.split('\n').length - 1 : 0;
}

function withoutOuterQuotes(text: string): string {
  const cell = text.trim();
  return cell.length >= 2 && cell.startsWith('"') && cell.endsWith('"') ? cell.slice(1, -1) : cell;
}
