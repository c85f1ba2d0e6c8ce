import type { FileColumn } from '../../bank-files/csv/columns-to-choose-from.ts';
import type { Column, Options } from '../../bank-files/options.ts';
import type { Answer } from '../../bank-files/statement.ts';
import { joinList } from '../../words/join-list.ts';
import { type PlainKey, say } from '../../words/say.ts';

/** Option of the reader that a person may choose. */
export type OptionName = Exclude<keyof Options, 'accountCurrency' | 'today'>;

/** Options that name a column, in the order of a form. */
export const columnOptions = [
  'date',
  'dateElse',
  'payee',
  'memo',
  'amount',
  'debit',
  'credit',
  'fee',
  'flag',
  'balance',
  'currency',
  'category',
  'reference',
  'status',
  'account',
] as const satisfies readonly OptionName[];

/** Values of options that have a few, with their words. */
export const fixedValues = {
  dateOrder: { YMD: 'imports.yearMonthDay', DMY: 'imports.dayMonthYear', MDY: 'imports.monthDayYear' },
  decimal: { ',': 'imports.comma', '.': 'imports.point' },
  balanceDecimal: { ',': 'imports.comma', '.': 'imports.point' },
  delimiter: {
    ',': 'imports.byComma',
    ';': 'imports.bySemicolon',
    '\t': 'imports.byTab',
    '|': 'imports.byBar',
  },
  flip: { true: 'imports.flipped', false: 'imports.notFlipped' },
  debitSign: { unsigned: 'imports.allOut', signed: 'imports.ownSign' },
  creditSign: { unsigned: 'imports.allIn', signed: 'imports.ownSign' },
  flagSign: { unsigned: 'imports.flagDecides', signed: 'imports.ownSign' },
  unmarked: { out: 'imports.moneyOut', in: 'imports.moneyIn' },
  batches: { whole: 'imports.batchesWhole' },
  balances: { ignore: 'imports.balancesIgnored' },
} as const satisfies Partial<Record<OptionName, Readonly<Record<string, PlainKey>>>>;

export type FixedOption = keyof typeof fixedValues;

/** All options, in the order of a form. */
export const optionNames = [
  ...columnOptions,
  ...(Object.keys(fixedValues) as FixedOption[]),
  'headerLine',
  'encoding',
  'skipLines',
  'skipWhere',
  'flagOut',
  'flagIn',
] as const satisfies readonly OptionName[];

/** What an option is about, as the label of its field. */
export function optionLabel(name: OptionName): string {
  return say(labels[name]);
}

const labels: Readonly<Record<OptionName, PlainKey>> = {
  date: 'transactions.date',
  dateElse: 'importOptions.dateElse',
  payee: 'rules.condition.payee',
  memo: 'transactions.note',
  amount: 'transactions.amount',
  debit: 'importOptions.debit',
  credit: 'importOptions.credit',
  fee: 'transactions.fee',
  flag: 'importOptions.flag',
  balance: 'accounts.balance',
  currency: 'common.currency',
  category: 'common.category',
  reference: 'importOptions.reference',
  status: 'transactions.state',
  account: 'importOptions.account',
  dateOrder: 'importOptions.dateOrder',
  decimal: 'importOptions.decimal',
  balanceDecimal: 'importOptions.balanceDecimal',
  delimiter: 'importOptions.delimiter',
  flip: 'importOptions.flip',
  debitSign: 'importOptions.debitSign',
  creditSign: 'importOptions.creditSign',
  flagSign: 'importOptions.flagSign',
  unmarked: 'importOptions.unmarked',
  batches: 'importOptions.batches',
  balances: 'importOptions.balances',
  headerLine: 'importOptions.headerLine',
  encoding: 'importOptions.encoding',
  skipLines: 'importOptions.skipLines',
  skipWhere: 'importOptions.skipWhere',
  flagOut: 'importOptions.flagOut',
  flagIn: 'importOptions.flagIn',
};

/** A value of an option in words. */
export function answerText(name: OptionName, value: Answer, columns: readonly FileColumn[]): string {
  if (name in fixedValues) {
    const words: Readonly<Record<string, PlainKey>> = fixedValues[name as FixedOption];
    const key = words[String(value)];
    return key === undefined ? String(value) : say(key);
  }
  if (columnOptions.some((one) => one === name)) return columnText(value as Column, columns);
  if (name === 'headerLine')
    return value === 0 ? say('imports.noHeader') : say('imports.lineNumber', { line: String(value) });
  if (name === 'skipLines') return linesText(value as readonly number[]);
  if (name === 'skipWhere') return whereText(value as Readonly<Record<string, readonly string[]>>);
  const values = [value].flat().map(String);
  return values.length === 0 ? say('imports.noColumn') : joinList(values);
}

function columnText(column: Column, columns: readonly FileColumn[]): string {
  if (column === null) return say('imports.noColumn');
  if (typeof column === 'string') return column;
  const header = columns[column]?.header ?? '';
  const number = say('imports.columnNumber', { number: column + 1 });
  return header === '' ? number : `${header} (${number})`;
}

function linesText(lines: readonly number[]): string {
  if (lines.length === 0) return say('imports.nothingSkipped');
  return say('imports.linesSkipped', { lines: joinList(lines.map(String)), count: lines.length });
}

function whereText(where: Readonly<Record<string, readonly string[]>>): string {
  const parts = Object.entries(where).map(([column, values]) =>
    say('imports.rowsSkipped', { column, values: joinList(values) }),
  );
  return parts.length === 0 ? say('imports.nothingSkipped') : joinList(parts);
}
