import { isCurrency } from '../../currencies.ts';
import { say } from '../../words/say.ts';
import { Gather } from '../gather-questions-and-problems.ts';
import { AskedFile, RefusedFile, refuse } from '../refused-and-asked-file-errors.ts';
import { type BalanceEnds, endsOf, rowsAgainst } from './balance-chain-ends-and-wrong-signs.ts';
import { type Columns, currencyInHeader } from './find-columns.ts';
import { plainHeader, rankOf } from './header-words.ts';
import type { Sheet } from './read-column-values.ts';
import type { CsvRecord } from './records.ts';
import { byFlag, byMarks, type Kind, ofCard, ofPair, type Proof, type Signed, waysOf } from './signs.ts';

/** Amounts of the records as the account sees them, and how they were read. */
export interface RowAmounts {
  readonly of: readonly Signed[];
  readonly decimal: string | undefined;
  readonly flip: boolean;
  /** Balance before the first record by day and after the last, where the file has balances to which it adds up. */
  readonly ends: BalanceEnds | undefined;
}

/**
 * Reads the amounts of all records: of one column, of one with a flag beside it, or of two.
 *
 * @throws AskedFile, RefusedFile
 */
export function rowAmounts(sheet: Sheet, columns: Columns): RowAmounts {
  const { options } = sheet;
  const currencies = currenciesOf(sheet, columns);
  const currencyOf = (record: CsvRecord) => currencies.get(record) ?? '';
  const isGiven = (column: number | undefined) => column !== undefined;
  const used = [columns.amount, columns.debit, columns.credit].filter(isGiven);
  const { of, decimal } = sheet.amounts(used, currencyOf);
  const column = (at: number | undefined): readonly Signed[] =>
    at === undefined ? sheet.records.map(() => undefined) : (of[used.indexOf(at)] ?? []);
  const written = balancesOf(sheet, columns, currencyOf);
  const proof: Proof = (one) => written !== undefined && endsOf(one, written) !== undefined;
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
          proof,
        )
      : columns.flag === undefined
        ? byMarks(amounts, options, proof)
        : byFlag(amounts, waysOf(flagsOf(sheet, columns.flag, amounts), name, options), name, options, proof);
  const isCard =
    columns.amount !== undefined &&
    columns.flag === undefined &&
    (sheet.table.header.some(isOfCard) || mayBeCard(sheet, columns, signed));
  const texts = sheet.records.map(
    (record) => sheet.text(record, columns.payee) || sheet.text(record, columns.memo),
  );
  const card =
    columns.flag === undefined && columns.amount !== undefined
      ? ofCard(signed, texts, isCard, options, sheet.records.map(kindOf))
      : undefined;
  const turned = card ?? ofCard(signed, [], false, { ...options, flip: options.flip ?? false });
  const all = withFees(turned.amounts, sheet, columns, currencyOf, proof);
  // A person who named the signs, and words beside the amounts, say more than balances, which may be of what is owed.
  const isPlain = columns.amount !== undefined && columns.flag === undefined && !turned.flip;
  if (written !== undefined && isPlain && options.flip === undefined)
    againstBalances(all, written, sheet, columns);
  return { of: all, decimal, flip: turned.flip, ends: written && endsOf(all, written) };
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

/**
 * Amounts without the fees that came on top of them: of the column that a person named, or of one by its header where the
 * balances prove it.
 *
 * @throws AskedFile for such a column with fees where nothing tells
 */
function withFees(
  amounts: readonly Signed[],
  sheet: Sheet,
  columns: Columns,
  currencyOf: (record: CsvRecord) => string,
  proof: Proof,
): readonly Signed[] {
  const named =
    sheet.options.fee === null
      ? -1
      : sheet.table.header.findIndex((header) => rankOf('fee', header) !== undefined);
  const column = columns.fee ?? named;
  if (column < 0) return amounts;
  const fees = sheet.amounts([column], currencyOf).of[0] ?? [];
  if (fees.every((fee) => fee === undefined || fee.minor === 0n)) return amounts;
  const net = amounts.map((amount, row) => withFee(amount, fees[row]));
  if (columns.fee !== undefined || (proof(net) && !proof(amounts))) return net;
  if (proof(amounts) && !proof(net)) return amounts;
  throw new AskedFile([{ about: 'fee', choices: [sheet.name(column), null] }]);
}

/**
 * @throws AskedFile where the balances go the other way by each amount
 * @throws RefusedFile for the rows in which they do, where all are as much as the amounts
 */
function againstBalances(
  amounts: readonly Signed[],
  balances: readonly Signed[],
  sheet: Sheet,
  { amount }: Columns,
): void {
  if (endsOf(amounts, balances) !== undefined) return;
  const turned = amounts.map((one) => one && { ...one, minor: -one.minor });
  if (endsOf(turned, balances) !== undefined)
    throw new AskedFile([{ about: 'flip', choices: [true, false] }]);
  const rows = rowsAgainst(amounts, balances);
  if (rows.length === 0) return;
  const column = sheet.name(amount ?? 0);
  throw new RefusedFile(
    rows.map((row) => {
      return { line: sheet.records[row]?.line ?? null, column, message: say('bankFiles.againstBalance') };
    }),
  );
}

function withFee(amount: Signed, fee: Signed): Signed {
  return amount === undefined || fee === undefined ? amount : { ...amount, minor: amount.minor - fee.minor };
}

function isOfCard(header: string): boolean {
  return /^(?:card ?(?:member|holder).*|card(?: no| number)?|cardmember|purchased by|karteninhaber|kartennummer|karte|titulaire de la carte|kortinnehavare|ご?利用(?:日|店名|先|者).*)$/.test(
    plainHeader(header),
  );
}

/** True where days of purchase and of posting stand beside amounts that are all positive, without a balance. */
function mayBeCard({ table }: Sheet, { balance }: Columns, amounts: readonly Signed[]): boolean {
  const headers = table.header.map(plainHeader);
  return (
    balance === undefined &&
    headers.some((header) => /^trans(?:action)? date$/.test(header)) &&
    headers.some((header) => /^post(?:ed|ing)? date$/.test(header)) &&
    amounts.every((amount) => amount === undefined || amount.minor >= 0n)
  );
}

/** Kind of a record by the word that some cell of a card's file has for it. */
function kindOf({ cells }: CsvRecord): Kind | undefined {
  const is = (kind: RegExp) => cells.some((cell) => kind.test(cell.trim()));
  if (is(/^(?:purchases?|sale|kauf|achat|compra|acquisto|aankoop|köp|kjøp|køb)$/i)) return 'purchase';
  return is(/^(?:payment|zahlung|paiement|pago|betaling)$/i) ? 'payment' : undefined;
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
  return new Gather().attempt(() => sheet.amounts([balance], currencyOf, 'balanceDecimal').of[0]);
}
