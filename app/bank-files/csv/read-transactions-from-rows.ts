import { say } from '../../words/say.ts';
import { readingsOf } from '../days/possible-days-of-text.ts';
import { Gather } from '../gather-questions-and-problems.ts';
import type { TransactionLine } from '../line-before-grouping-type.ts';
import { AskedFile, RefusedFile, refuse } from '../refused-and-asked-file-errors.ts';
import type { Answer, LeftOut, Question } from '../statement.ts';
import type { BalanceEnds } from './balance-chain-ends-and-wrong-signs.ts';
import { isPending } from './failed-and-pending-states.ts';
import { type Columns, findColumns } from './find-columns.ts';
import { rankOf } from './header-words.ts';
import type { KnownExport } from './known-export-profile-types.ts';
import { type Kept, withoutFooter, withoutStates } from './left-out-rows.ts';
import type { Sheet } from './read-column-values.ts';
import { refuseLonger, refuseShorter } from './refuse-shifted-rows.ts';
import { rowAmounts } from './row-amounts.ts';

/** Transactions of a CSV file, and how its columns were read. */
export interface CsvRows {
  readonly lines: readonly TransactionLine[];
  readonly leftOut: readonly LeftOut[];
  readonly mapping: Readonly<Record<string, Answer>>;
  /** Balances at both ends, where the file has them and adds up to them. */
  readonly ends?: BalanceEnds;
}

/**
 * Reads the rows of a file with one transaction in each, whose columns are found by their headers.
 *
 * @throws AskedFile with all questions, RefusedFile with all problems
 */
export function readRows(given: Sheet, known?: KnownExport): CsvRows {
  const gather = new Gather();
  refuseLonger(given);
  const columns = findColumns(given.table, given.options);
  askMissing(given, columns);
  const { date = 0 } = columns;
  const states = keep(given, 'skipWhere', (sheet) => withoutStates(sheet, columns), gather);
  const hasTotals = known === undefined; // the rows of known exports are all transactions
  const footer = keep(states.sheet, 'skipLines', (one) => withoutFooter(one, columns, hasTotals), gather);
  const { sheet } = footer;
  gather.attempt(() => refuseShorter(sheet, columns));
  const days = gather.attempt(() => sheet.days(date));
  const amounts = gather.attempt(() => rowAmounts(sheet, columns));
  gather.settle();
  if (days === undefined || amounts === undefined) throw new AskedFile([]);

  const missing = sheet.records.filter((_, row) => amounts.of[row] === undefined);
  if (missing.length > 0) {
    const column = sheet.name(columns.amount ?? columns.debit ?? columns.credit ?? 0);
    throw new RefusedFile(
      missing.map(({ line }) => ({ line, column, message: say('bankFiles.missingAmount') })),
    );
  }
  const byHeader = sheet.byHeader();
  const read = sheet.records.flatMap((record, row) => {
    const amount = amounts.of[row];
    const text = (column: number | undefined) => sheet.text(record, column);
    const line: TransactionLine = {
      line: record.line,
      date: days.days[row] ?? '',
      amountMinor: amount?.minor ?? 0n,
      currency: amount?.currency ?? '',
      payee: text(columns.payee),
      memo: text(columns.memo),
      reference: text(columns.reference),
      account: text(columns.account) || undefined,
      category: text(columns.category) || undefined,
      pending: isPending(text(columns.status)),
    };
    return known?.complete === undefined
      ? line
      : (known.complete(line, (header) => byHeader(record, header)) ?? []);
  });
  const taken = new Set(read.map(({ line }) => line));
  const incomplete = sheet.records.filter(({ line }) => !taken.has(line));
  return {
    lines: known?.join?.(read) ?? read,
    leftOut: [
      ...states.leftOut,
      ...footer.leftOut,
      ...incomplete.map(({ line }) => ({ line, message: say('bankFiles.skippedState') })),
    ],
    ...(amounts.ends === undefined ? {} : { ends: amounts.ends }),
    mapping: {
      ...named(sheet, columns),
      dateOrder: days.order ?? null,
      decimal: amounts.decimal ?? null,
      flip: amounts.flip,
    },
  };
}

function named(sheet: Sheet, columns: Columns): Record<string, Answer> {
  const twins = (at: number) =>
    sheet.table.header.filter((header) => header === sheet.table.header[at]).length > 1;
  return Object.fromEntries(
    Object.entries(columns).map(([role, at]) => [
      role,
      !sheet.table.hasHeader || twins(at) ? at : sheet.name(at),
    ]),
  );
}

/** @throws AskedFile for the columns that a transaction cannot do without */
function askMissing(sheet: Sheet, columns: Columns): void {
  const { table } = sheet;
  if (table.records.length === 0) refuse(null, null, say('bankFiles.noRows'));
  const width = Math.max(table.header.length, ...table.records.slice(0, 50).map(({ cells }) => cells.length));
  const choices = Array.from({ length: width }, (_, at) => table.header[at] || at);
  const readings = choices.map((_, at) =>
    table.records.slice(0, 3).map(({ cells }) => cells[at]?.trim() ?? ''),
  );
  const about = (name: string): Question => ({ about: name, choices, readings });
  const hasAmount =
    columns.amount !== undefined || columns.debit !== undefined || columns.credit !== undefined;
  const questions = [
    ...(columns.date === undefined ? [about('date')] : []),
    ...(hasAmount ? [] : [about('amount')]),
  ];
  if (questions.length === 0) return;
  if (columns.date === undefined) refuseDays(sheet, width);
  if (width < 2) refuse(table.records[0]?.line ?? null, null, say('bankFiles.noColumns'));
  throw new AskedFile(questions);
}

/** @throws RefusedFile where a header names the date and no cell of the file is one */
function refuseDays(sheet: Sheet, width: number): void {
  const named = sheet.table.header.findIndex((header) => rankOf('date', header) !== undefined);
  const isDay = (text: string) => Object.keys(readingsOf(text, sheet.century)).length > 0;
  const hasDay = sheet.records.some((record) =>
    Array.from({ length: width }, (_, at) => sheet.text(record, at)).some(isDay),
  );
  if (named < 0 || hasDay) return;
  const wrong = sheet.records.filter((record) => sheet.text(record, named) !== '');
  if (wrong.length === 0) return;
  const column = sheet.name(named);
  throw new RefusedFile(wrong.map(({ line }) => ({ line, column, message: say('bankFiles.noDay') })));
}

/**
 * The rows that a step keeps. Where it asks, those of its first choice, so that a person hears at once what is to be asked
 * about these.
 */
function keep(
  sheet: Sheet,
  about: 'skipWhere' | 'skipLines',
  step: (sheet: Sheet) => Kept,
  gather: Gather,
): Kept {
  const kept = gather.attempt(() => step(sheet));
  if (kept !== undefined) return kept;
  const choice = gather.questions.find((question) => question.about === about)?.choices[0];
  return new Gather().attempt(() => step(sheet.answering({ [about]: choice }))) ?? { sheet, leftOut: [] };
}
