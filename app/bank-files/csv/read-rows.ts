import { isCurrency } from '../../money.ts';
import { say } from '../../words/say.ts';
import { Gather } from '../gather.ts';
import type { Answer, LeftOut, Problem, Question } from '../statement.ts';
import type { TransactionLine } from '../transaction-line.ts';
import { AskedFile, RefusedFile, refuse } from '../unclear.ts';
import { type Columns, currencyInHeader, findColumns } from './columns.ts';
import { plainHeader } from './header-words.ts';
import type { KnownExport } from './known-export.ts';
import { isPending, type Kept, withoutFooter, withoutStates } from './left-out.ts';
import type { CsvRecord } from './records.ts';
import type { Sheet } from './sheet.ts';
import { byFlag, ofCard, ofPair, type Proof, type Signed, waysOf } from './signs.ts';

/** Transactions of a CSV file, and how its columns were read. */
export interface CsvRows {
  readonly lines: readonly TransactionLine[];
  readonly leftOut: readonly LeftOut[];
  readonly mapping: Readonly<Record<string, Answer | null>>;
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
  const footer = keep(states.sheet, 'skipLines', (sheet) => withoutFooter(sheet, columns), gather);
  const { sheet } = footer;
  gather.attempt(() => refuseShorter(sheet, columns));
  const days = gather.attempt(() => sheet.days(date));
  const currencies = gather.attempt(() => currenciesOf(sheet, columns));
  const amounts = currencies && gather.attempt(() => amountsOf(sheet, columns, currencies));
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
    mapping: {
      ...named(sheet, columns),
      dateOrder: days.order ?? null,
      decimal: amounts.decimal ?? null,
      flip: amounts.flip,
    },
  };
}

function named(sheet: Sheet, columns: Columns): Record<string, Answer | null> {
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
function askMissing({ table }: Sheet, columns: Columns): void {
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
  if (width < 2) refuse(table.records[0]?.line ?? null, null, say('bankFiles.noColumns'));
  throw new AskedFile(questions);
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

/** @throws RefusedFile for rows with more cells than there are columns */
function refuseLonger({ table, records }: Sheet): void {
  const width = table.header.length;
  if (width === 0) return;
  const lengthOf = ({ cells }: CsvRecord) => cells.findLastIndex((cell) => cell.trim() !== '') + 1;
  const longer = records.filter((record) => lengthOf(record) > width);
  // Most rows: the last column has no header.
  if (longer.length === 0 || longer.length * 2 > records.length) return;
  throw new RefusedFile(longer.map((record) => shifted(record, table.header)));
}

/** @throws RefusedFile for rows without some of the columns that are needed */
function refuseShorter({ table, records }: Sheet, columns: Columns): void {
  const needed = Math.min(Math.max(...Object.values(columns)) + 1, table.header.length);
  const shorter = records.filter(({ cells }) => cells.length < needed);
  if (shorter.length > 0) throw new RefusedFile(shorter.map((record) => shifted(record, table.header)));
}

function shifted({ line, cells }: CsvRecord, header: readonly string[]): Problem {
  const message = say('bankFiles.shifted', { cells: cells.length, columns: header.length });
  return { line, column: header[Math.min(cells.length, header.length) - 1] ?? null, message };
}

function currenciesOf(sheet: Sheet, columns: Columns): ReadonlyMap<CsvRecord, string> {
  const { accountCurrency = 'EUR' } = sheet.options;
  const amountColumn = columns.amount ?? columns.credit ?? columns.debit;
  const byHeader = [currencyInHeader(sheet.table, amountColumn)].find(
    (code) => code !== undefined && isCurrency(code),
  );
  const usual = byHeader ?? accountCurrency;
  const { currency } = columns;
  return new Map(
    sheet.records.map((record) => {
      const text = sheet.text(record, currency);
      if (text === '') return [record, usual];
      const code = text === '€' ? 'EUR' : text.toUpperCase();
      const isKnown = isCurrency(code);
      return [
        record,
        isKnown ? code : refuse(record.line, sheet.name(currency ?? 0), say('bankFiles.unknownCurrency')),
      ];
    }),
  );
}

function amountsOf(sheet: Sheet, columns: Columns, currencies: ReadonlyMap<CsvRecord, string>) {
  const { options } = sheet;
  const currencyOf = (record: CsvRecord) => currencies.get(record) ?? '';
  const isGiven = (column: number | undefined) => column !== undefined;
  const used = [columns.amount, columns.debit, columns.credit].filter(isGiven);
  const { of, decimal } = sheet.amounts(used, currencyOf);
  const column = (at: number | undefined): readonly Signed[] =>
    at === undefined ? sheet.records.map(() => undefined) : (of[used.indexOf(at)] ?? []);
  const balances = proofBy(balancesOf(sheet, columns, currencyOf));
  const amounts = column(columns.amount);
  const name = sheet.name(columns.flag ?? columns.debit ?? 0);
  const signed =
    columns.amount === undefined
      ? ofPair(
          column(columns.debit),
          column(columns.credit),
          sheet.records.map(({ line }) => line),
          name,
          options,
          balances,
        )
      : columns.flag === undefined
        ? amounts
        : byFlag(amounts, waysOf(flagsOf(sheet, columns.flag, amounts), name, options), options, balances);
  const isCard =
    columns.amount !== undefined && columns.flag === undefined && sheet.table.header.some(isOfCard);
  const texts = sheet.records.map(
    (record) => sheet.text(record, columns.payee) || sheet.text(record, columns.memo),
  );
  const card =
    columns.flag === undefined && columns.amount !== undefined
      ? ofCard(signed, texts, isCard, options)
      : undefined;
  const turned = card ?? ofCard(signed, [], false, { ...options, flip: options.flip ?? false });
  const fees = columns.fee === undefined ? undefined : sheet.amounts([columns.fee], currencyOf).of[0];
  return {
    of: turned.amounts.map((amount, row) => withFee(amount, fees?.[row])),
    decimal,
    flip: turned.flip,
  };
}

function withFee(amount: Signed, fee: Signed): Signed {
  return amount === undefined || fee === undefined ? amount : { ...amount, minor: amount.minor - fee.minor };
}

function isOfCard(header: string): boolean {
  return /^(?:card ?(?:member|holder).*|card(?: no| number)?|cardmember|karteninhaber|kartennummer|karte|titulaire de la carte|kortinnehavare)$/.test(
    plainHeader(header),
  );
}

function flagsOf(sheet: Sheet, flag: number, amounts: readonly Signed[]) {
  return sheet.records.map((record, row) => ({
    text: sheet.text(record, flag),
    line: record.line,
    hasAmount: amounts[row] !== undefined && amounts[row]?.minor !== 0n,
  }));
}

/** Balances of the records; undefined where the file has none, or writes them so that nobody can tell. */
function balancesOf(
  sheet: Sheet,
  { balance }: Columns,
  currencyOf: (record: CsvRecord) => string,
): readonly Signed[] | undefined {
  if (balance === undefined) return undefined;
  const step = new Gather();
  const read = step.attempt(() => sheet.amounts([balance], currencyOf, 'balanceDecimal').of[0]);
  return read;
}

function proofBy(balances: readonly Signed[] | undefined): Proof {
  if (balances === undefined) return () => false;
  const at = balances.map((balance) => balance?.minor);
  return (amounts) => {
    const pairs = amounts.slice(1).map((amount, index) => ({ before: index, row: index + 1, amount }));
    const step = (from: number, to: number) => {
      const [first, second] = [at[from], at[to]];
      return first === undefined || second === undefined ? undefined : second - first;
    };
    return (
      pairs.length > 0 &&
      (pairs.every(({ before, row, amount }) => step(before, row) === amount?.minor) ||
        pairs.every(({ before, row }) => step(row, before) === amounts[before]?.minor))
    );
  };
}
