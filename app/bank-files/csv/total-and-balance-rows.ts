import type { Columns } from './find-columns.ts';
import type { Sheet } from './read-column-values.ts';
import type { CsvRecord } from './records.ts';
import { isOnlyRepeated, repeatedKind } from './rows-named-like-totals.ts';
import { readHundredths } from './running-balance-column.ts';
import type { Repeated } from './total-and-balance-words.ts';

/** Rows that are called a total or a balance. */
export interface RepeatingRows {
  /** Rows whose figures prove it, and that can be no transaction. */
  readonly sure: ReadonlySet<CsvRecord>;
  /** Rows without a day. */
  readonly undated: ReadonlySet<CsvRecord>;
  /** Rows with a day, which may be payments to somebody of that name; none where there are many. */
  readonly unsure: ReadonlySet<CsvRecord>;
}

/** Finds the rows that are called a total or a balance, and tells by their figures whether they are. */
export function repeatingRows(sheet: Sheet, columns: Columns): RepeatingRows {
  const isOnly = isOnlyRepeated(sheet, columns);
  const rows = sheet.records.map((record): Figures => {
    const { kind, isDated } = repeatedKind(sheet, record, columns);
    const figures = figuresOf(record, columns);
    const isPayment = isDated && (figures === undefined || !isOnly(record));
    return { record, kind: isPayment ? undefined : kind, isDated, ...(figures ?? NO_FIGURES) };
  });
  const ends = endsWithoutBalances(rows);
  const isSure = (row: Figures, at: number) =>
    row.kind === 'total' ? isTotal(rows, at) : isBalance(rows, at) || ends.includes(row);
  const named = rows.flatMap((row, at) =>
    row.kind === undefined ? [] : [{ ...row, isSure: isSure(row, at) }],
  );
  const only = (some: typeof named) => new Set(some.map(({ record }) => record));
  const unsure = named.filter((row) => !row.isSure && row.isDated);
  return {
    sure: only(named.filter((row) => row.isSure)),
    undated: only(named.filter((row) => !row.isSure && !row.isDated)),
    unsure: only(unsure.length > MOST_UNSURE ? [] : unsure),
  };
}

/** More rows of such a name than this are payments. */
const MOST_UNSURE = 5;

/** Figures of a row in hundredths, undefined for empty cells. */
interface Figures {
  readonly record: CsvRecord;
  readonly kind: Repeated | undefined;
  readonly isDated: boolean;
  readonly amounts: readonly (bigint | undefined)[];
  /** As the account sees it. */
  readonly amount: bigint | undefined;
  readonly balance: bigint | undefined;
}

const NO_FIGURES = { amounts: [], amount: undefined, balance: undefined };

/** Figures of a record; undefined where something else stands in their place. */
function figuresOf(
  { cells }: CsvRecord,
  { amount, debit, credit, balance, flag }: Columns,
): Pick<Figures, 'amounts' | 'amount' | 'balance'> | undefined {
  const texts = [amount, debit, credit, balance].map((at) =>
    at === undefined ? '' : (cells[at] ?? '').trim().replace(/^[-–—]$/, ''),
  );
  const figures = texts.map((text) => (text === '' ? undefined : readHundredths(text)));
  if (texts.some((text, index) => text !== '' && figures[index] === undefined)) return undefined;
  const [one, out, into, saldo] = figures;
  const pair = out === undefined && into === undefined ? undefined : (into ?? 0n) - (out ?? 0n);
  return {
    amounts: [one, out, into],
    // A figure beside a flag is less than it looks.
    amount: flag === undefined ? (one ?? pair) : undefined,
    balance: saldo,
  };
}

/**
 * True for the sum of all rows above it, or of those since the total before, in each column in which it has a figure. One
 * with a day may be a payment to a shop called Total: only the last row of all with figures in both of two columns is none.
 */
function isTotal(rows: readonly Figures[], row: number): boolean {
  const above = rows.slice(0, row);
  const parts = [above, above.slice(above.findLastIndex(({ kind }) => kind === 'total') + 1)];
  const { amounts, isDated } = rows[row] as Figures;
  const figures = amounts.flatMap((figure, at) => (figure === undefined ? [] : [{ figure, at }]));
  if (isDated && (figures.length < 2 || row < rows.length - 1)) return false;
  return (
    figures.length > 0 &&
    parts.some((part) => {
      const summed = part.filter(({ kind }) => kind === undefined);
      const sum = (at: number) => summed.reduce((all, one) => all + (one.amounts[at] ?? 0n), 0n);
      return summed.length > 0 && figures.every(({ figure, at }) => figure === sum(at));
    })
  );
}

/**
 * True for a row without an amount, and for one whose amount is its own balance and that of the row beside it. The first
 * deposit into an account has its amount as its balance, too: a row with a day has to leave the balance as it was.
 */
function isBalance(rows: readonly Figures[], row: number): boolean {
  const { amounts, amount, balance, isDated } = rows[row] as Figures;
  if (amounts.every((figure) => figure === undefined || figure === 0n)) return true;
  if (amount === undefined || amount !== balance) return false;
  const beside = [rows[row - 1], rows[row + 1]].filter((one) => one?.balance !== undefined);
  if (isDated && (row === 0 || beside.some((one) => one?.balance === 0n))) return false;
  return beside.some(
    (one) =>
      one?.kind === undefined &&
      (one?.balance === balance || (!isDated && (one?.balance ?? 0n) - (one?.amount ?? 0n) === balance)),
  );
}

/** The first and the last row, where both are balances and the amounts between them lead from one to the other. */
function endsWithoutBalances(rows: readonly Figures[]): readonly Figures[] {
  const [first, last] = [rows[0], rows.at(-1)];
  const between = rows.slice(1, -1);
  if (first?.kind !== 'balance' || last?.kind !== 'balance' || between.length === 0) return [];
  if (between.some(({ kind }) => kind === 'balance')) return [];
  if (first.amount === undefined || last.amount === undefined) return [];
  const sum = between.reduce((all, { kind, amount }) => all + (kind === undefined ? (amount ?? 0n) : 0n), 0n);
  const difference = last.amount - first.amount;
  return difference !== 0n && (difference === sum || difference === -sum) ? [first, last] : [];
}
