import type { Day } from '../../calendar.ts';
import { say } from '../../words/say.ts';
import { AskedFile, RefusedFile } from '../refused-and-asked-file-errors.ts';
import type { Problem, Question } from '../statement.ts';
import {
  type Century,
  DAY_ORDERS,
  type DayOrder,
  type Readings,
  readingsOf,
} from './possible-days-of-text.ts';

/** A date of the file, and where it stands. */
export interface DayCell {
  readonly text: string;
  readonly line: number;
}

/** Cells of one column, all read in the same order. */
export interface DayColumn {
  /** Order that a person chose, such as `DMY`; anything else is not looked at. */
  readonly chosen?: string | undefined;
  /** Other dates of the same file, which decide where the column does not. @default none */
  readonly evidence?: readonly string[];
  readonly column: string;
  readonly century: Century;
}

/** Days of the cells, and the order that all of them were read in; undefined when each order reads the same. */
export interface DaysRead {
  readonly days: readonly Day[];
  readonly order: DayOrder | undefined;
}

/**
 * Reads a column of dates: the column decides the order, never a row.
 *
 * @throws RefusedFile for a cell that is no day, and where two rows need two orders
 * @throws AskedFile where several orders read all rows, each in its own way
 */
export function readDays(
  cells: readonly DayCell[],
  { chosen, evidence = [], column, century }: DayColumn,
): DaysRead {
  const read = cached(century);
  const readings = cells.map(({ text }) => read(text));
  const wrong = cells.filter((_, index) => Object.keys(readings[index] ?? {}).length === 0);
  if (wrong.length > 0) throw new RefusedFile(wrong.map((cell) => noDay(cell, column)));
  const order = orderIn(chosen);
  if (order !== undefined) return inOrder(cells, readings, order, column);

  const possible = DAY_ORDERS.filter((one) => readings.every((reading) => reading[one] !== undefined));
  if (possible.length === 0) throw new RefusedFile(contradiction(cells, readings, column));
  const told = decidedBy(possible, readings, evidence.map(read), century);
  const [first, ...others] = told;
  const isSame = others.every((other) =>
    readings.every((reading) => reading[other] === reading[first ?? other]),
  );
  if (first === undefined || !isSame) throw new AskedFile([question(possible, cells, readings)]);
  const { days } = inOrder(cells, readings, first, column);
  return { days, order: others.length === 0 ? first : undefined };
}

/** `DMY` of `DMY`, `DMY2`, `D/M/Y` or `DD.MM.YYYY`. */
function orderIn(chosen: string | undefined): DayOrder | undefined {
  const letters = [...new Set(chosen?.toUpperCase().match(/[DMY]/g) ?? [])].join('');
  return DAY_ORDERS.find((order) => order === letters);
}

function cached(century: Century): (text: string) => Readings {
  const known = new Map<string, Readings>();
  return (text) => {
    const found = known.get(text) ?? readingsOf(text, century);
    known.set(text, found);
    return found;
  };
}

function inOrder(
  cells: readonly DayCell[],
  readings: readonly Readings[],
  order: DayOrder,
  column: string,
): DaysRead {
  const wrong = cells.filter((_, index) => readings[index]?.[order] === undefined);
  if (wrong.length > 0) throw new RefusedFile(wrong.map((cell) => noDay(cell, column)));
  return { days: readings.map((reading) => reading[order] ?? ''), order };
}

/** Day before which no file of a bank has a transaction: a two-digit "year" that gives one is a day or a month. */
const OLDEST = '1970-01-01';

/** Orders that also read the other dates of the file, unless none does; without those whose "year" is none. */
function decidedBy(
  possible: readonly DayOrder[],
  readings: readonly Readings[],
  evidence: readonly Readings[],
  { today }: Century,
): readonly DayOrder[] {
  const others = evidence.filter((reading) => Object.keys(reading).length > 0);
  const told = possible.filter((order) => others.every((reading) => reading[order] !== undefined));
  const fitting = told.length > 0 ? told : possible;
  const modern = fitting.filter((order) => readings.every((reading) => (reading[order] ?? '') >= OLDEST));
  const left = modern.length > 0 ? modern : fitting;
  const plausible = left.filter((order) => !isDayForYear(readings, order));
  // Payments on one day of several years look the same: what is left must be of late.
  const recent = String(Number(today.slice(0, 4)) - 3);
  const isRecent = plausible.every((order) => readings.every((reading) => (reading[order] ?? '') >= recent));
  return plausible.length > 0 && isRecent ? plausible : left;
}

/** True when the years differ from row to row and the day of the month never does: that number is the year. */
function isDayForYear(readings: readonly Readings[], order: DayOrder): boolean {
  const days = readings.map((reading) => reading[order] ?? '');
  return (
    new Set(days.map((day) => day.slice(0, 4))).size >= 3 &&
    new Set(days.map((day) => day.slice(8))).size === 1
  );
}

/** The first two rows that cannot be read in one order. */
function contradiction(cells: readonly DayCell[], readings: readonly Readings[], column: string): Problem[] {
  const seen = new Map<string, DayCell>();
  for (const [index, cell] of cells.entries()) {
    const mine = Object.keys(readings[index] ?? {});
    for (const [orders, other] of seen) {
      if (mine.some((order) => orders.split(' ').includes(order))) continue;
      return [other, cell].map(({ line }) => ({ line, column, message: say('bankFiles.daysContradict') }));
    }
    if (!seen.has(mine.join(' '))) seen.set(mine.join(' '), cell);
  }
  return cells.slice(0, 1).map(({ line }) => ({ line, column, message: say('bankFiles.daysContradict') }));
}

function question(
  orders: readonly DayOrder[],
  cells: readonly DayCell[],
  readings: readonly Readings[],
): Question {
  const shown = cells.flatMap((_, index) => readings[index] ?? []).slice(0, 5);
  return {
    about: 'dateOrder',
    choices: orders,
    readings: orders.map((order) => shown.map((reading) => reading[order] ?? '')),
  };
}

function noDay({ line }: DayCell, column: string): Problem {
  return { line, column, message: say('bankFiles.noDay') };
}
