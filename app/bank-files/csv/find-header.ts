import { fieldText } from '../trim-and-join-lines.ts';
import { isRow } from './delimiter.ts';
import { isHeaderWord } from './header-words.ts';
import type { CsvRecord } from './records.ts';

/** Header cells and the records below them. */
export interface Table {
  /** Empty texts where there is no header. */
  readonly header: readonly string[];
  readonly hasHeader: boolean;
  readonly headerLine: number;
  readonly records: readonly CsvRecord[];
}

/**
 * Finds the header and the records below it: the line with most words that banks write into headers, else the one above
 * the first row with a date and an amount.
 *
 * @param headerLine line that a person named, or 0 for none
 */
export function findTable(records: readonly CsvRecord[], headerLine?: number): Table {
  if (headerLine === 0) return { header: [], hasHeader: false, headerLine: 0, records };
  const at =
    headerLine === undefined ? headerIn(records) : records.findIndex(({ line }) => line === headerLine);
  const header = records[at];
  if (header === undefined) {
    const first = Math.max(
      0,
      records.findIndex(({ cells }) => isRow(cells)),
    );
    return { header: [], hasHeader: false, headerLine: 0, records: records.slice(first) };
  }
  return {
    header: header.cells.map((cell) => fieldText(unformula(cell))),
    hasHeader: true,
    headerLine: header.line,
    records: records.slice(at + 1),
  };
}

function headerIn(records: readonly CsvRecord[]): number {
  const firstRow = records.findIndex(({ cells }) => isRow(cells));
  const scores = records.slice(0, 60).map((record, at) => {
    const words = record.cells.filter((cell) => isHeaderWord(unformula(cell))).length;
    // A summary above the rows has headers as well; those of the rows stand right above one.
    return words >= 2 && isAboveRow(record, records[at + 1]) ? words + 3 : words;
  });
  const most = Math.max(...scores);
  if (most >= 2) return scores.indexOf(most);
  return isAboveRow(records[firstRow - 1], records[firstRow]) ? firstRow - 1 : -1;
}

function isAboveRow(above: CsvRecord | undefined, row: CsvRecord | undefined): boolean {
  return (
    above !== undefined && row !== undefined && above.cells.length === row.cells.length && isRow(row.cells)
  );
}

/** Text that is written as a formula for Excel, `="0012"`: what is between its quotes. */
export function unformula(cell: string): string {
  return /^\s*="(.*)"\s*$/s.exec(cell)?.[1]?.replaceAll('""', '"') ?? cell;
}
