import { largestAmount } from '../../parse-and-format-amounts.ts';
import { say } from '../../words/say.ts';
import { AskedFile, RefusedFile } from '../refused-and-asked-file-errors.ts';
import type { Problem } from '../statement.ts';
import { type WrittenAmount, writtenAmount } from './split-sign-and-currency.ts';
import { DECIMAL_SIGNS, type DecimalSign, minorUnits } from './to-minor-units.ts';

/** An amount of the file, where it stands, and its currency unless one stands beside it. */
export interface AmountCell {
  readonly text: string;
  readonly line: number;
  readonly column: string;
  readonly currency: string;
}

export interface AmountRead {
  /** Signed amount. */
  readonly minor: bigint;
  readonly currency: string;
  /** False where no sign is written. */
  readonly hasSign: boolean;
}

export interface AmountsRead {
  readonly amounts: readonly AmountRead[];
  /** Sign that all of them were read with; undefined when both read the same. */
  readonly decimal: DecimalSign | undefined;
}

/**
 * Reads amounts that are written in one style: the column decides which sign is the decimal one, never a row.
 *
 * @param chosen sign that a person chose, if any
 * @param about option that decides it
 * @throws RefusedFile for a cell that is no amount, and where two rows need two signs
 * @throws AskedFile where both signs read all rows, each in its own way
 */
export function readAmounts(
  cells: readonly AmountCell[],
  chosen: string | undefined,
  about: 'decimal' | 'balanceDecimal' = 'decimal',
): AmountsRead {
  const written = cells.map(({ text }) => writtenAmount(text));
  const wrong = cells.filter((_, index) => written[index] === undefined);
  if (wrong.length > 0) throw new RefusedFile(wrong.map((cell) => noAmount(cell)));
  const parts = cells.map((cell, index) => toPart(cell, written[index] as WrittenAmount));
  refuseOtherCurrency(parts);
  const sign = DECIMAL_SIGNS.find((one) => one === chosen);
  const possible =
    sign === undefined ? DECIMAL_SIGNS.filter((one) => parts.every((part) => reads(part, one))) : [sign];
  const [first, second] = possible;
  if (first === undefined) throw new RefusedFile(contradiction(parts));
  if (second !== undefined) {
    const differing = parts.filter((part) => minorOf(part, first) !== minorOf(part, second));
    if (differing.length > 0) {
      const readings = possible.map(() => differing.slice(0, 5).map(({ cell }) => cell.text));
      throw new AskedFile([{ about, choices: possible, readings }]);
    }
  }
  const amounts = parts.map((part) => toAmount(part, first));
  return { amounts, decimal: second === undefined ? first : undefined };
}

interface Part {
  readonly cell: AmountCell;
  readonly written: WrittenAmount;
  readonly currency: string;
}

function toPart(cell: AmountCell, written: WrittenAmount): Part {
  return { cell, written, currency: written.currency ?? cell.currency };
}

/** A dollar sign says that it is no euro, though not which dollar it is. */
function refuseOtherCurrency(parts: readonly Part[]): void {
  const others = parts.filter(({ written: { oneOf }, currency }) => oneOf?.includes(currency) === false);
  if (others.length === 0) return;
  throw new RefusedFile(
    others.map(({ cell: { line, column }, currency }) => ({
      line,
      column,
      message: say('bankFiles.otherCurrency', { currency }),
    })),
  );
}

function minorOf({ written, currency }: Part, sign: DecimalSign): bigint | undefined {
  return minorUnits(written.body, sign, currency);
}

function reads(part: Part, sign: DecimalSign): boolean {
  return minorOf(part, sign) !== undefined;
}

function toAmount(part: Part, sign: DecimalSign): AmountRead {
  const minor = minorOf(part, sign);
  const { cell, written, currency } = part;
  if (minor === undefined) throw new RefusedFile([noAmount(cell)]);
  if (minor > largestAmount) {
    throw new RefusedFile([{ line: cell.line, column: cell.column, message: say('bankFiles.tooLarge') }]);
  }
  return { minor: written.isNegative ? -minor : minor, currency, hasSign: written.hasSign };
}

function contradiction(parts: readonly Part[]): readonly Problem[] {
  const neither = parts.filter((part) => DECIMAL_SIGNS.every((sign) => !reads(part, sign)));
  if (neither.length > 0) return neither.map(({ cell }) => noAmount(cell));
  const pair = DECIMAL_SIGNS.flatMap((sign) => parts.find((part) => !reads(part, sign)) ?? []);
  return pair
    .map(({ cell: { line, column } }) => ({ line, column, message: say('bankFiles.decimalsContradict') }))
    .toSorted((a, b) => a.line - b.line);
}

function noAmount({ line, column, currency }: AmountCell): Problem {
  return { line, column, message: say('bankFiles.noAmount', { currency }) };
}
