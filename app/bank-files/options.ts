/**
 * Choices of a person for reading a file. All are optional: those left out are recognised, or asked for. Columns are
 * named by their header, or by number from 0.
 */
export interface Options {
  /** Currency of the account, for amounts without their own. @default 'EUR' - as in a new book */
  readonly accountCurrency?: string;
  /** Today's date; decides the century of two-digit years. @default today in UTC */
  readonly today?: string;
  /** Label of an encoding, such as `windows-1250`. */
  readonly encoding?: string;
  /** `YMD`, `DMY` or `MDY`. */
  readonly dateOrder?: string;
  /** Decimal sign of amounts, `.` or `,`. */
  readonly decimal?: string;
  /** Decimal sign of balances. @default the same as of amounts, or the one that the column shows */
  readonly balanceDecimal?: string;
  readonly delimiter?: string;
  /** Line of the header, from 1; 0 for none. */
  readonly headerLine?: number;
  /** Lines that are no transactions. */
  readonly skipLines?: readonly number[];
  /** Rows to leave out, by column and its values. */
  readonly skipWhere?: Readonly<Record<string, readonly string[]>>;
  readonly date?: Column;
  /** Date of rows that have none in `date`, since they are not booked yet. */
  readonly dateElse?: Column;
  readonly payee?: Column;
  readonly memo?: Column;
  readonly reference?: Column;
  readonly amount?: Column;
  readonly debit?: Column;
  readonly credit?: Column;
  readonly fee?: Column;
  readonly balance?: Column;
  readonly currency?: Column;
  readonly account?: Column;
  readonly category?: Column;
  readonly status?: Column;
  readonly flag?: Column;
  /** Values of the flag's column for money out and in. */
  readonly flagOut?: string | readonly string[];
  readonly flagIn?: string | readonly string[];
  /** `signed`: the sign of the amount counts, not the flag. `unsigned`: the flag decides. */
  readonly flagSign?: string;
  /** `signed`: figures of the debit column have their own sign. `unsigned`: all of them are money out. */
  readonly debitSign?: string;
  /** `signed`: figures of the credit column have their own sign. `unsigned`: a minus there is no sign, all are money in. */
  readonly creditSign?: string;
  /** `out` or `in`: the way of amounts without a sign, where others have CR or a plus. */
  readonly unmarked?: string;
  /** True turns all signs, for cards whose charges are positive. */
  readonly flip?: boolean;
  /** `whole` takes a batch of CAMT as one row. @default a row for each of its transactions */
  readonly batches?: string;
  /** `ignore` takes rows that do not add up to the balances of the file. */
  readonly balances?: string;
}

/** Header of a column, or its number from 0; null for none. */
export type Column = string | number | null;

type Kind = 'text' | 'number' | 'boolean' | 'column' | 'numbers' | 'lists' | 'texts';

/** The options that can be given by name, with the kind of their value. */
const KINDS: Readonly<Record<Exclude<keyof Options, 'accountCurrency' | 'today'>, Kind>> = {
  encoding: 'text',
  dateOrder: 'text',
  decimal: 'text',
  balanceDecimal: 'text',
  delimiter: 'text',
  headerLine: 'number',
  skipLines: 'numbers',
  skipWhere: 'lists',
  date: 'column',
  dateElse: 'column',
  payee: 'column',
  memo: 'column',
  reference: 'column',
  amount: 'column',
  debit: 'column',
  credit: 'column',
  fee: 'column',
  balance: 'column',
  currency: 'column',
  account: 'column',
  category: 'column',
  status: 'column',
  flag: 'column',
  flagOut: 'texts',
  flagIn: 'texts',
  flagSign: 'text',
  debitSign: 'text',
  creditSign: 'text',
  unmarked: 'text',
  flip: 'boolean',
  balances: 'text',
  batches: 'text',
};

export const OPTION_NAMES: readonly string[] = Object.keys(KINDS);

/**
 * Reads `key=value` texts; a value may be JSON.
 *
 * @throws OptionError that says which is wrong, and what it may be
 */
export function parseOptions(texts: readonly string[]): Options {
  return optionsFrom(Object.fromEntries(texts.map(pairOf)));
}

/** The same from values, such as those of a stored mapping. @throws OptionError */
export function optionsFrom(values: Readonly<Record<string, unknown>>): Options {
  for (const [name, value] of Object.entries(values)) {
    const kind = Object.hasOwn(KINDS, name) ? KINDS[name as keyof typeof KINDS] : undefined;
    if (kind === undefined) throw new OptionError(name, `one of ${OPTION_NAMES.join(', ')}`);
    if (!FITS[kind](value)) throw new OptionError(name, MEANING[kind]);
  }
  return values as Options;
}

/** An option that there is not, or whose value is of another kind; `wanted` says what it may be. */
export class OptionError extends Error {
  readonly option: string;
  readonly wanted: string;

  constructor(option: string, wanted: string) {
    super(`${option}: ${wanted}`);
    this.name = 'OptionError';
    this.option = option;
    this.wanted = wanted;
  }
}

const FITS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => Number.isInteger(value) && (value as number) >= 0,
  boolean: (value) => typeof value === 'boolean',
  column: (value) => value === null || typeof value === 'string' || FITS.number(value),
  numbers: (value) => Array.isArray(value) && value.every(FITS.number),
  lists: (value) => isRecord(value) && Object.values(value).every((one) => isTexts(one)),
  texts: (value) => typeof value === 'string' || isTexts(value),
};

const MEANING: Readonly<Record<Kind, string>> = {
  text: 'a text',
  number: 'a whole number',
  boolean: 'true or false',
  column: 'the header of a column, or its number from 0',
  numbers: 'line numbers such as [5,6]',
  lists: 'columns and values such as {"State":["FAILED"]}',
  texts: 'a text, or several such as ["D","DR"]',
};

function pairOf(text: string): readonly [string, unknown] {
  const at = text.indexOf('=');
  if (at < 1) throw new OptionError(text, 'key=value');
  const name = text.slice(0, at);
  const value = text.slice(at + 1);
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name as keyof typeof KINDS] : undefined;
  const json = fromJson(value);
  // A header may look like a number: `5` is a column's number only as JSON, and a text such as `,` is no JSON.
  return [name, kind !== undefined && FITS[kind](json) ? json : value];
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
