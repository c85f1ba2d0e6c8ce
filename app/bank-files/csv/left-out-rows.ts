import { say } from '../../words/say.ts';
import { writtenAmount } from '../amounts/split-sign-and-currency.ts';
import { readingsOf } from '../days/possible-days-of-text.ts';
import { AskedFile } from '../refused-and-asked-file-errors.ts';
import type { LeftOut, Question } from '../statement.ts';
import { isDayShaped } from './column-content-statistics.ts';
import { isNeither } from './debit-credit-flags.ts';
import { isFailed } from './failed-and-pending-states.ts';
import type { Columns } from './find-columns.ts';
import type { Sheet } from './read-column-values.ts';
import type { CsvRecord } from './records.ts';
import { repeatingRows } from './total-and-balance-rows.ts';

/** Records that are transactions, and lines that are none. */
export interface Kept {
  readonly sheet: Sheet;
  readonly leftOut: readonly LeftOut[];
}

/**
 * Leaves out what is above and below the rows: lines without a date and without an amount. Those that have figures and
 * no date, such as totals and balances, are offered by their numbers. So are rows that are called a total or a balance,
 * unless their figures prove it.
 *
 * @param hasTotals false for an export whose rows are all transactions
 * @throws AskedFile for such lines, unless `skipLines` says what they are
 */
export function withoutFooter(given: Sheet, columns: Columns, hasTotals = true): Kept {
  const { skipLines } = given.options;
  const skipped = new Set(skipLines ?? []);
  const { sure, undated, unsure } = hasTotals ? repeatingRows(given, columns) : NO_TOTALS;
  const sheet = given.with(given.records.filter((record) => !sure.has(record)));
  const records = sheet.records.filter(({ line }) => !skipped.has(line));
  const isRow = (record: CsvRecord) =>
    (hasDay(sheet, record, columns.date) || isDayShaped(sheet.dayText(record, columns.date))) &&
    hasAmount(sheet, record, columns);
  const first = records.findIndex(isRow);
  const last = records.findLastIndex(isRow);
  const totals = [...sure]
    .filter(({ line }) => !skipped.has(line))
    .map(({ line }) => ({ line, message: say('bankFiles.totalRow') }));
  if (first < 0) return { sheet: sheet.with(records), leftOut: totals };
  const edges = [...records.slice(0, first), ...records.slice(last + 1)];
  const { unclear = [], empty = [] } = Object.groupBy(edges, (record) =>
    hasFigures(sheet, record, columns) ? 'unclear' : 'empty',
  );
  const open = new Set([...unclear, ...undated, ...unsure]);
  const asked = records.filter((record) => open.has(record));
  if (asked.length > 0 && skipLines === undefined) throw new AskedFile([aboutLines(sheet, asked, unsure)]);
  const gone = new Set(empty);
  return {
    sheet: sheet.with(records.filter((record) => !gone.has(record))),
    leftOut: [
      ...totals,
      ...[...skipped].map((line) => ({ line, message: say('bankFiles.skippedLine') })),
      ...empty.map(({ line }) => ({ line, message: say('bankFiles.noTransaction') })),
    ].toSorted((a, b) => a.line - b.line),
  };
}

const NONE: ReadonlySet<CsvRecord> = new Set();
const NO_TOTALS = { sure: NONE, undated: NONE, unsure: NONE };

function hasDay(sheet: Sheet, record: CsvRecord, date: number | undefined): boolean {
  return Object.keys(readingsOf(sheet.dayText(record, date), sheet.century)).length > 0;
}

/** Something in the place of the amount: a date with a word there is a bad row, not a line below the rows. */
function hasAmount(sheet: Sheet, record: CsvRecord, { amount, debit, credit }: Columns): boolean {
  return [amount, debit, credit].some((column) => sheet.text(record, column) !== '');
}

/** Figures in any cell beside the first text: a line of dashes or "3 rows" in one cell has none. */
function hasFigures(sheet: Sheet, record: CsvRecord, columns: Columns): boolean {
  if (hasDay(sheet, record, columns.date)) return true;
  const filled = record.cells.filter((cell) => cell.trim() !== '');
  return filled.length > 1 && filled.some((cell) => writtenAmount(cell.trim()) !== undefined);
}

/** Question about lines, of which those without a day come first: the others may be payments, each by itself. */
function aboutLines(
  { table }: Sheet,
  records: readonly CsvRecord[],
  unsure: ReadonlySet<CsvRecord>,
): Question {
  const delimiter = table.header.length > 1 ? ' | ' : ' ';
  const named = records.filter((record) => unsure.has(record));
  const clear = records.filter((record) => !unsure.has(record));
  const some = named.length > MOST_SUBSETS ? [named, ...named.map((record) => [record])] : subsets(named);
  const choices = [
    ...(clear.length > 0 ? [clear] : []),
    ...some.map((rows) => [...clear, ...rows]),
    ...(clear.length > 0 && named.length > 0 ? [named] : []),
    [],
  ].map((lines) => records.filter((record) => lines.includes(record)));
  return {
    about: 'skipLines',
    choices: choices.map((lines) => lines.map(({ line }) => line)),
    readings: choices.map((lines) => lines.map(({ cells }) => cells.join(delimiter))),
  };
}

/** Rows of which each may be left out or not: three have eight ways. */
const MOST_SUBSETS = 3;

/** All choices of some rows but none, from all of them to one. */
function subsets(records: readonly CsvRecord[]): readonly (readonly CsvRecord[])[] {
  const choices = Array.from({ length: 2 ** records.length - 1 }, (_, number) =>
    records.filter((_record, at) => Math.floor((number + 1) / 2 ** at) % 2 === 1),
  );
  return choices.toSorted((a, b) => b.length - a.length);
}

/**
 * Leaves out rows by the words in a column, such as failed payments.
 *
 * @throws AskedFile where a state says that no money moved, unless `skipWhere` says what to do
 */
export function withoutStates(sheet: Sheet, columns: Columns): Kept {
  const { skipWhere } = sheet.options;
  if (skipWhere === undefined) {
    const choice: Record<string, readonly string[]> = {};
    for (const [column, isOne] of [
      [columns.status, isFailed],
      [columns.flag, isNeither],
    ] as const) {
      if (column === undefined) continue;
      const values = [...new Set(sheet.records.map((record) => sheet.text(record, column)))].filter(isOne);
      if (values.length > 0) choice[sheet.name(column)] = values;
    }
    if (Object.keys(choice).length === 0) return { sheet, leftOut: [] };
    throw new AskedFile([
      { about: 'skipWhere', choices: [choice, {}], readings: [Object.values(choice).flat(), []] },
    ]);
  }
  const wanted = Object.entries(skipWhere).map(([header, values]) => {
    const isNumber = /^\d+$/.test(header) && !sheet.table.header.includes(header);
    const words = new Set(values.map((value) => value.toLowerCase()));
    return { column: isNumber ? Number(header) : sheet.column(header), words };
  });
  const isGone = (record: CsvRecord) =>
    wanted.some(({ column, words }) => words.has(sheet.text(record, column).toLowerCase()));
  return {
    sheet: sheet.with(sheet.records.filter((record) => !isGone(record))),
    leftOut: sheet.records
      .filter(isGone)
      .map(({ line }) => ({ line, message: say('bankFiles.skippedState') })),
  };
}
