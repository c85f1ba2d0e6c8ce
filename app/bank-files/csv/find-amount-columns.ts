import { AskedFile } from '../refused-and-asked-file-errors.ts';
import type { Table } from './find-header.ts';
import { addsUp, hundredths } from './running-balance-column.ts';

/** Columns with the amounts of the rows, by what their cells hold. */
export type AmountColumns = Readonly<Partial<Record<'amount' | 'balance' | 'debit' | 'credit', number>>>;

/** A column with nothing but figures. */
export interface FigureColumn {
  readonly at: number;
  /** Share of the rows in which it has one. */
  readonly filled: number;
}

/**
 * Tells amounts from balances by what adds up: one column, or two of which each row fills one. None where that leaves more
 * than one reading.
 *
 * @throws AskedFile where two columns take turns and nothing tells which of them is out
 */
export function amountColumns(table: Table, figures: readonly FigureColumn[]): AmountColumns {
  const columns = figures.flatMap(({ at, filled }) => (filled > 0.5 ? [at] : []));
  const proven = columns.flatMap((amount) =>
    columns.flatMap((balance) =>
      amount !== balance && addsUp(table, (cells) => hundredths(cells[amount]), balance)
        ? [{ amount, balance }]
        : [],
    ),
  );
  const [first] = proven;
  if (first !== undefined && proven.every(({ amount }) => amount === first.amount)) return first;
  const pair = pairIn(
    table,
    figures.map(({ at }) => at),
  );
  if (pair !== undefined) return pairWithBalance(table, pair, columns);
  return columns.length === 1 ? { amount: columns[0] as number } : {};
}

type Pair = readonly [one: number, other: number];

/** Two columns of which nearly every row has a figure in one, and none in both. */
function pairIn({ records }: Table, columns: readonly number[]): Pair | undefined {
  const hasFigure = columns.map((at) => records.map(({ cells }) => hundredths(cells[at]) !== 0n));
  const pairs = columns.flatMap((one, index) =>
    columns.slice(index + 1).flatMap((other, more) => {
      const ways = records.map((_, row) => [
        hasFigure[index]?.[row] === true,
        hasFigure[index + 1 + more]?.[row] === true,
      ]);
      const only = (at: 0 | 1) => ways.filter((way) => way[at] && !way[1 - at]).length;
      const isPair = ways.every(([a, b]) => !(a && b)) && only(0) > 0 && only(1) > 0;
      return isPair && only(0) + only(1) > records.length * 0.8 ? [[one, other] as const] : [];
    }),
  );
  return pairs.length === 1 ? pairs[0] : undefined;
}

function pairWithBalance(table: Table, [one, other]: Pair, columns: readonly number[]): AmountColumns {
  const size = (cell: string | undefined) => {
    const figure = hundredths(cell);
    return figure < 0n ? -figure : figure;
  };
  const readings = [
    { debit: one, credit: other },
    { debit: other, credit: one },
  ];
  const proven = readings.flatMap(({ debit, credit }) =>
    columns.flatMap((balance) =>
      addsUp(table, (cells) => size(cells[credit]) - size(cells[debit]), balance)
        ? [{ debit, credit, balance }]
        : [],
    ),
  );
  const [first] = proven;
  if (first !== undefined && proven.length === 1) return first;
  const samples = (at: number) => table.records.slice(0, 3).map(({ cells }) => cells[at]?.trim() ?? '');
  const choices = [one, other];
  throw new AskedFile([
    {
      about: 'debit',
      choices: choices.map((at) => table.header[at] || at),
      readings: choices.map(samples),
    },
  ]);
}
