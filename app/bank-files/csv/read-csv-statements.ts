import { say } from '../../words/say.ts';
import type { Century } from '../days/possible-days-of-text.ts';
import { statementsByAccount } from '../group-by-account-and-drop-second-move-halves.ts';
import type { TransactionLine } from '../line-before-grouping-type.ts';
import type { Options } from '../options.ts';
import { refuse } from '../refused-and-asked-file-errors.ts';
import type { Statement } from '../statement.ts';
import { knownExport } from './find-export-profile.ts';
import type { KnownExport } from './known-export-profile-types.ts';
import { Sheet } from './read-column-values.ts';
import { type CsvRows, readRows } from './read-transactions-from-rows.ts';
import { openTable } from './text-to-table.ts';

/**
 * Reads a CSV file: the exports of other programs by their header, all others by what their header and columns show.
 *
 * @throws AskedFile, RefusedFile
 */
export function readCsv(given: string, options: Options, century: Century): readonly Statement[] {
  const { table, records, delimiter, isWellQuoted } = openTable(given, options);
  if (!isWellQuoted) refuseUneven(table.header, table.records);
  const known = table.hasHeader ? knownExport(table.header) : undefined;
  const above = records.filter(({ line }) => line < table.headerLine).flatMap(({ cells }) => cells);
  const sheet = new Sheet(table, { ...known?.options, ...options }, century, [
    ...datesIn(above),
    ...otherDates(table.records),
  ]);
  const { lines, leftOut, mapping, ends } = readKnown(known, sheet) ?? readRows(sheet, known);
  const accounts = new Set(lines.map(({ account }) => account));
  const statements = statementsByAccount(byAccount(lines, known?.hasOwnAccounts === true), {
    leftOut,
    mapping: { format: known?.name ?? 'csv', delimiter, headerLine: table.headerLine, ...mapping },
  });
  const [only] = accounts;
  if (statements.length > 1) return statements;
  return statements.map((one) => ({ ...one, account: one.account ?? only ?? null, ...ends }));
}

/** Rows of an export with a reader of its own. */
function readKnown(known: KnownExport | undefined, sheet: Sheet): CsvRows | undefined {
  const rows = known?.read?.(sheet);
  return rows && { ...rows, mapping: { dateOrder: rows.dateOrder ?? null } };
}

/** @throws RefusedFile for a record whose broken quotes leave more or fewer cells than the header has */
function refuseUneven(
  header: readonly string[],
  records: readonly { line: number; cells: readonly string[] }[],
): void {
  const wrong =
    header.length === 0
      ? undefined
      : records.find(({ cells }) => cells.length !== header.length && cells.length > 1);
  if (wrong) {
    const values = { cells: wrong.cells.length, columns: header.length };
    const column = header[Math.min(wrong.cells.length, header.length) - 1] ?? null;
    refuse(wrong.line, column, say('bankFiles.shifted', values));
  }
}

/** Cells of all columns that are dates: these show in which order the program writes them, texts of others do not. */
function otherDates(records: readonly { cells: readonly string[] }[]): readonly string[] {
  const cells = records.slice(0, 2000).flatMap((record) => record.cells);
  return datesIn(cells.filter((cell) => /^\s*[\d/-]{6,10}(?:[\sT,]+\d{1,2}:\d{2}.*)?\s*$/.test(cell)));
}

/** Dates with numbers and slashes or the like, also within longer texts. */
function datesIn(cells: readonly string[]): readonly string[] {
  const found = cells.flatMap(
    (cell) => cell.match(/(?<![\d/.-])\d{1,2}([/-])\d{1,2}\1(?:\d{4}|\d{2})(?![\d/.-])/g) ?? [],
  );
  return [...new Set(found)];
}

/** Names accounts in rows where there are several: by their column, else by currency; or where a program keeps accounts. */
function byAccount(lines: readonly TransactionLine[], isNamed: boolean): readonly TransactionLine[] {
  const accounts = new Set(lines.map(({ account }) => account));
  const pairs = new Set(lines.map(({ account, currency }) => JSON.stringify([account, currency])));
  if (pairs.size > accounts.size) {
    return lines.map((line) => ({
      ...line,
      account: [line.account, line.currency].filter(Boolean).join(' '),
    }));
  }
  return accounts.size > 1 || isNamed ? lines : lines.map(({ account: _, ...line }) => line);
}
