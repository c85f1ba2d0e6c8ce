import { say } from '../../words/say.ts';
import { RefusedFile } from '../refused-and-asked-file-errors.ts';
import type { Problem } from '../statement.ts';
import type { Columns } from './find-columns.ts';
import type { Sheet } from './read-column-values.ts';
import type { CsvRecord } from './records.ts';

/** @throws RefusedFile for rows with more cells than there are columns */
export function refuseLonger({ table, records }: Sheet): void {
  const width = table.header.length;
  if (width === 0) return;
  const lengthOf = ({ cells }: CsvRecord) => cells.findLastIndex((cell) => cell.trim() !== '') + 1;
  const longer = records.filter((record) => lengthOf(record) > width);
  // Most rows: the last column has no header, unless the delimiter is the decimal sign as well.
  const isOfMost = longer.length * 2 > records.length;
  if (longer.length === 0 || (isOfMost && !longer.some(isCut))) return;
  throw new RefusedFile(longer.map((record) => shifted(record, table.header)));
}

/** True for a record with a whole number and its two decimals in two cells: `-12,50` between commas. */
function isCut({ cells }: CsvRecord): boolean {
  return cells.some(
    (cell, at) =>
      at > 0 && /^[^\p{L}\d]*\d[\d.' ]*$/u.test(cell.trim()) && /^\d\d\)?$/.test(cells[at + 1]?.trim() ?? ''),
  );
}

/** @throws RefusedFile for rows without some of the columns that are needed */
export function refuseShorter({ table, records }: Sheet, columns: Columns): void {
  const needed = Math.min(Math.max(...Object.values(columns)) + 1, table.header.length);
  const shorter = records.filter(({ cells }) => cells.length < needed);
  if (shorter.length > 0) throw new RefusedFile(shorter.map((record) => shifted(record, table.header)));
}

function shifted({ line, cells }: CsvRecord, header: readonly string[]): Problem {
  const message = say('bankFiles.shifted', { cells: cells.length, columns: header.length });
  return { line, column: header[Math.min(cells.length, header.length) - 1] ?? null, message };
}
