import { writtenAmount } from '../amounts/split-sign-and-currency.ts';
import type { Table } from './find-header.ts';

/** True when a column is what amounts add up to, from row to row, upwards or downwards. */
export function addsUp(
  { records }: Table,
  amountOf: (cells: readonly string[]) => bigint,
  balance: number,
): boolean {
  const rows = records.map(({ cells }) => [amountOf(cells), hundredths(cells[balance])] as const);
  const pairs = rows
    .slice(1)
    .map((row, index) => ({ before: rows[index] as readonly [bigint, bigint], row }));
  return (
    pairs.length > 0 &&
    (pairs.every(({ before, row }) => row[1] - before[1] === row[0]) ||
      pairs.every(({ before, row }) => before[1] - row[1] === before[0]))
  );
}

/** Figures of a cell as hundredths, whatever its decimal sign is; 0 when it has none. */
export function hundredths(cell = ''): bigint {
  return readHundredths(cell) ?? 0n;
}

/** The same; undefined when it has none. */
export function readHundredths(cell: string): bigint | undefined {
  const written = writtenAmount(cell);
  if (written === undefined) return undefined;
  const [, whole = '', fraction = ''] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(written.body) ?? [];
  const figure = BigInt(`${whole.replaceAll(/\D/g, '')}${fraction.padEnd(2, '0')}`);
  return written.isNegative ? -figure : figure;
}
