import type { Columns } from './find-columns.ts';
import type { Sheet } from './read-column-values.ts';
import type { CsvRecord } from './records.ts';
import { hundredths } from './running-balance-column.ts';
import { type Repeated, repeatedBy } from './total-and-balance-words.ts';

/** Rows that are called a total or a balance. */
export interface RepeatingRows {
  /** Rows whose figures are what the other rows add up to. */
  readonly sure: ReadonlySet<CsvRecord>;
  readonly unsure: ReadonlySet<CsvRecord>;
}

/** Finds the rows that are called a total or a balance, and tells by their figures whether they are. */
export function repeatingRows(sheet: Sheet, columns: Columns): RepeatingRows {
  const { records } = sheet;
  const kinds = records.map((record) => kindOf(sheet, record, columns));
  const named = records.filter((_, row) => kinds[row] !== undefined);
  const sure = new Set<CsvRecord>();
  if (named.length === 0) return { sure, unsure: sure };
  const rows: readonly Figures[] = records.map((record, row) => ({
    kind: kinds[row],
    isDated:
      sheet.dayText(record, columns.date) !== '' &&
      repeatedBy(sheet.dayText(record, columns.date)) === undefined,
    ...figuresOf(record, columns),
  }));
  const ends = endsWithoutBalances(rows);
  for (const [row, record] of records.entries()) {
    const { kind } = rows[row] as Figures;
    if (kind === undefined) continue;
    if (kind === 'total' ? isTotal(rows, row) : isBalance(rows, row) || ends.includes(row)) sure.add(record);
  }
  return { sure, unsure: new Set(named.filter((record) => !sure.has(record))) };
}

/** Figures of a row in hundredths, undefined for empty cells. */
interface Figures {
  readonly kind: Repeated | undefined;
  readonly isDated: boolean;
  readonly amounts: readonly (bigint | undefined)[];
  /** As the account sees it. */
  readonly amount: bigint | undefined;
  readonly balance: bigint | undefined;
}

function kindOf(sheet: Sheet, record: CsvRecord, columns: Columns): Repeated | undefined {
  const { account, category, status, flag, currency } = columns;
  const others = [account, category, status, flag, currency];
  const cells = record.cells.flatMap((_, at) => (others.includes(at) ? [] : [sheet.text(record, at)]));
  return cells.map(repeatedBy).find((kind) => kind !== undefined);
}

function figuresOf(
  { cells }: CsvRecord,
  { amount, debit, credit, balance, flag }: Columns,
): Omit<Figures, 'kind' | 'isDated'> {
  const figure = (at: number | undefined) =>
    at === undefined || (cells[at]?.trim() ?? '') === '' ? undefined : hundredths(cells[at]);
  const [one, out, into] = [amount, debit, credit].map(figure);
  const pair = out === undefined && into === undefined ? undefined : (into ?? 0n) - (out ?? 0n);
  return {
    amounts: [one, out, into],
    // A figure beside a flag is less than it looks.
    amount: flag === undefined ? (one ?? pair) : undefined,
    balance: figure(balance),
  };
}

/** True for the sum of all rows above it, or of those since the total before, in each column in which it has a figure. */
function isTotal(rows: readonly Figures[], row: number): boolean {
  const above = rows.slice(0, row);
  const parts = [above, above.slice(above.findLastIndex(({ kind }) => kind === 'total') + 1)];
  const { amounts, isDated } = rows[row] as Figures;
  const fewest = isDated ? 2 : 1; // a shop may be called Total, and be paid twice the same
  const figures = amounts.flatMap((figure, at) => (figure === undefined ? [] : [{ figure, at }]));
  return (
    figures.length > 0 &&
    parts.some((part) => {
      const summed = part.filter(({ kind }) => kind === undefined);
      const sum = (at: number) => summed.reduce((all, one) => all + (one.amounts[at] ?? 0n), 0n);
      return summed.length >= fewest && figures.every(({ figure, at }) => figure === sum(at));
    })
  );
}

/** True for a row without an amount, and for one whose amount is its own balance and that of the row beside it. */
function isBalance(rows: readonly Figures[], row: number): boolean {
  const { amounts, amount, balance } = rows[row] as Figures;
  if (amounts.every((figure) => figure === undefined || figure === 0n)) return true;
  if (amount === undefined || amount !== balance) return false;
  return [rows[row - 1], rows[row + 1]].some(
    (beside) =>
      beside?.kind === undefined &&
      beside?.balance !== undefined &&
      (beside.balance === balance || beside.balance - (beside.amount ?? 0n) === balance),
  );
}

/** Rows of two balances between which the amounts lead from one to the other. */
function endsWithoutBalances(rows: readonly Figures[]): readonly number[] {
  const named = rows.flatMap(({ kind }, row) => (kind === 'balance' ? [row] : []));
  const [first, last] = named;
  if (first === undefined || last === undefined || named.length !== 2) return [];
  const between = rows.slice(first + 1, last).filter(({ kind }) => kind === undefined);
  const [one, other] = [rows[first]?.amount, rows[last]?.amount];
  if (one === undefined || other === undefined || between.length === 0) return [];
  const sum = between.reduce((all, { amount }) => all + (amount ?? 0n), 0n);
  return other - one === sum || one - other === sum ? named : [];
}
