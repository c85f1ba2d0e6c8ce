import { writtenAmount } from '../amounts/split-sign-and-currency.ts';
import { readingsOf } from '../days/possible-days-of-text.ts';
import { isFlagColumn } from './debit-credit-flags.ts';
import type { Table } from './find-header.ts';
import { repeatedBy } from './total-and-balance-words.ts';

/** Contents of the cells of a column, as shares of those that are not empty. */
export interface Profile {
  readonly filled: number;
  readonly days: number;
  /** Cells that are written like a day, though it may be none, such as 30 February. */
  readonly dayShapes: number;
  readonly amounts: number;
  readonly letters: number;
  readonly codes: number;
  readonly isFlag: boolean;
  /** True when some amount has a minus. */
  readonly hasMinus: boolean;
  readonly distinct: number;
}

/** Profiles of all columns, by some of their cells. */
export function profilesOf({ header, records: all }: Table): readonly Profile[] {
  // A line with one cell is text above or below the rows, and one that begins with a total is none of them.
  const rows = all.filter(
    ({ cells }) =>
      cells.filter((cell) => cell.trim() !== '').length > 1 &&
      repeatedBy(cells[0]?.trim() ?? '') === undefined,
  );
  const records = rows.length > 0 ? rows : all;
  const sample = records.length > 400 ? [...records.slice(0, 300), ...records.slice(-100)] : records;
  const width = Math.max(header.length, ...sample.map(({ cells }) => cells.length), 0);
  return Array.from({ length: width }, (_, at) => {
    const cells = sample.map((record) => record.cells[at]?.trim() ?? '').filter((cell) => cell !== '');
    const share = (is: (cell: string) => boolean) =>
      cells.length === 0 ? 0 : cells.filter(is).length / cells.length;
    return {
      filled: sample.length === 0 ? 0 : cells.length / sample.length,
      days: share(isDay),
      dayShapes: share((cell) => isDay(cell) || isDayShaped(cell)),
      amounts: share((cell) => writtenAmount(cell) !== undefined),
      letters: share((cell) => /\p{L}{2}/u.test(cell)),
      codes: share((cell) => /^[A-Z]{3}$|^[€$£¥]$/i.test(cell)),
      isFlag: isFlagColumn(cells),
      hasMinus: cells.some((cell) => writtenAmount(cell)?.isNegative),
      distinct: new Set(cells).size,
    };
  });
}

/** True for a text that is written as a day, though it may be none. */
export function isDayShaped(cell: string): boolean {
  return /^\d{1,4}([./-])\d{1,2}\1\d{1,4}(?!\d)/.test(cell);
}

function isDay(cell: string): boolean {
  return cell.length <= 40 && Object.keys(readingsOf(cell, { today: '2026-01-01' })).length > 0;
}

/** True for figures that are written as amounts, not as long numbers of something. */
export function hasFigures({ records }: Table, at: number): boolean {
  return records.every(({ cells }) => !/^\d{9,}$/.test(cells[at]?.trim() ?? ''));
}
