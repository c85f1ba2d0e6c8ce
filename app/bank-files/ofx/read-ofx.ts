import { isDay } from '../../calendar.ts';
import { isCurrency } from '../../currencies.ts';
import { say } from '../../words/say.ts';
import { type AmountCell, readAmounts } from '../amounts/amount-column.ts';
import { DECIMAL_SIGNS, type DecimalSign } from '../amounts/to-minor-units.ts';
import { descendants, type Element, find } from '../element.ts';
import { joinPages, type Page } from '../merge-statements-by-account.ts';
import type { Options } from '../options.ts';
import { AskedFile, refuse } from '../refused-and-asked-file-errors.ts';
import type { Money, Row, Statement } from '../statement.ts';
import { fieldText } from '../trim-and-join-lines.ts';
import { applyCorrections } from './corrections.ts';
import { sgmlTree } from './sgml-tree.ts';

/**
 * Reads OFX 1 (SGML), OFX 2 (XML) and QFX: one statement for each account of the file.
 *
 * Source: https://financialdataexchange.org/ofx
 *
 * @throws RefusedFile, AskedFile
 */
export function readOfx(text: string, options: Options): readonly Statement[] {
  const tree = sgmlTree(text);
  const found = descendants(tree, ['STMTRS', 'CCSTMTRS', 'INVSTMTRS']);
  if (found.length === 0) refuse(null, 'OFX', statusOf(tree) ?? say('bankFiles.noRows'));
  const decimal = decimalOf(found, options);
  return joinPages(
    found.map((element) => readStatement(element, decimal, options)),
    options,
  );
}

/** The bank's error message, in a file without statements. */
function statusOf(tree: Element): string | undefined {
  const failed = descendants(tree, ['STATUS']).find((status) => textOf(status, 'SEVERITY') === 'ERROR');
  return failed && (textOf(failed, 'MESSAGE') || undefined);
}

/**
 * Decimal sign of all amounts: a point, as the format has it, unless some have a comma. Then all of them decide.
 *
 * @throws RefusedFile, AskedFile
 */
function decimalOf(statements: readonly Element[], options: Options): DecimalSign {
  const chosen = DECIMAL_SIGNS.find((sign) => sign === options.decimal);
  if (chosen !== undefined) return chosen;
  const cells = statements.flatMap((statement) => {
    const currency = currencyOf(statement, options);
    return descendants(statement, ['TRNAMT', 'LEDGERBAL']).flatMap((one) => {
      const amount = one.name === 'TRNAMT' ? one : find(one, 'BALAMT');
      return amount === undefined ? [] : [cellOf(amount, currency)];
    });
  });
  if (!cells.some(({ text }) => text.includes(','))) return '.';
  return readAmounts(cells, undefined).decimal ?? '.';
}

function currencyOf(statement: Element, { accountCurrency = 'EUR' }: Options): string {
  const code = find(statement, 'CURDEF');
  const currency = code?.text.trim().toUpperCase() ?? accountCurrency;
  if (!isCurrency(currency)) refuse(code?.line ?? statement.line, 'CURDEF', say('bankFiles.unknownCurrency'));
  return currency;
}

function readStatement(element: Element, decimal: DecimalSign, options: Options): Page {
  const currency = currencyOf(element, options);
  const from = descendants(element, ['BANKACCTFROM', 'CCACCTFROM', 'INVACCTFROM'])[0];
  const account = textOf(from, 'ACCTID') || null;
  const { kept, leftOut } = applyCorrections(descendants(element, ['STMTTRN']));
  const booked = withSigns(
    kept,
    kept.map((one) => toRow(one, currency, account, decimal)),
    options,
  );
  const pending = descendants(element, ['STMTTRNP']).map((one) => ({
    ...toRow(one, currency, account, decimal),
    pending: true as const,
  }));
  const balance = find(element, 'LEDGERBAL', 'BALAMT');
  const closing = balance && amountOf(balance, currency, decimal);
  const investments = descendants(element, ['INVTRAN']).map(({ line }) => ({
    line,
    message: say('bankFiles.investments'),
  }));
  const without = [...leftOut, ...investments];
  const statement: Statement = {
    status: 'import',
    account,
    rows: [...booked, ...pending],
    questions: [],
    problems: [],
    mapping: { format: 'ofx' },
    ...(without.length === 0 ? {} : { leftOut: without }),
    ...(closing === undefined ? {} : { closingMinor: closing }),
  };
  return { statement, currency };
}

function toRow(element: Element, currency: string, account: string | null, decimal: DecimalSign): Row {
  const amount = find(element, 'TRNAMT') ?? refuse(element.line, 'TRNAMT', say('bankFiles.missingAmount'));
  const minor = amountOf(amount, currency, decimal);
  const original = originalOf(element, minor, currency, decimal);
  return {
    date: dayOf(element),
    amountMinor: minor,
    currency,
    payee: textOf(element, 'NAME') || textOf(element, 'PAYEE', 'NAME') || textOf(element, 'EXTDNAME'),
    memo: textOf(element, 'MEMO'),
    reference: textOf(element, 'FITID'),
    ...(account === null ? {} : { account }),
    ...(original === undefined ? {} : { original }),
  };
}

/**
 * Rows with the signs that their amounts have, unless each contradicts its `TRNTYPE`.
 *
 * @throws AskedFile where all of them do
 */
function withSigns(elements: readonly Element[], rows: readonly Row[], options: Options): readonly Row[] {
  const ways = elements.map((one) => WAYS[textOf(one, 'TRNTYPE').toUpperCase()]);
  const told = rows.flatMap(({ amountMinor }, index) =>
    ways[index] === undefined || amountMinor === 0n
      ? []
      : [ways[index] === (amountMinor < 0n ? 'out' : 'in')],
  );
  const hasMinus = rows.some(({ amountMinor }) => amountMinor < 0n);
  const isOdd = hasMinus ? !told.includes(true) : told.includes(false);
  const { flip = options.flagSign === 'signed' ? false : undefined, flagSign } = options;
  if (flagSign === 'unsigned' && !hasMinus)
    return rows.map((row, index) =>
      ways[index] === 'out' ? { ...row, amountMinor: -row.amountMinor } : row,
    );
  if (flip === true) return rows.map((row) => ({ ...row, amountMinor: -row.amountMinor }));
  if (flip === false || told.length === 0 || !isOdd) return rows;
  throw new AskedFile([
    hasMinus
      ? { about: 'flip', choices: [true, false] }
      : { about: 'flagSign', choices: ['unsigned', 'signed'] },
  ]);
}

/** Types of transactions (OFX 11.4.4.3) that go one way. */
const WAYS: Readonly<Record<string, 'out' | 'in'>> = {
  ...{
    DEBIT: 'out',
    SRVCHG: 'out',
    FEE: 'out',
    ATM: 'out',
    POS: 'out',
    CHECK: 'out',
    PAYMENT: 'out',
    CASH: 'out',
  },
  ...{ DIRECTDEBIT: 'out', REPEATPMT: 'out', CREDIT: 'in', DEP: 'in', DIRECTDEP: 'in', INT: 'in', DIV: 'in' },
};

/** `CURRENCY` says that the amount is in another currency, `ORIGCURRENCY` that it was, with the rate to the account's. */
function originalOf(
  element: Element,
  minor: bigint,
  currency: string,
  decimal: DecimalSign,
): Money | undefined {
  const foreign = find(element, 'CURRENCY', 'CURSYM');
  const code = foreign?.text.trim().toUpperCase();
  if (foreign !== undefined && code !== currency)
    refuse(foreign.line, 'CURRENCY', say('bankFiles.otherCurrency', { currency }));
  const before = textOf(element, 'ORIGCURRENCY', 'CURSYM').toUpperCase();
  const amount = find(element, 'ORIGCURRENCY', 'ORIGAMT');
  if (before === currency || !isCurrency(before) || amount === undefined) return undefined;
  return {
    amountMinor: (minor < 0n ? -1n : 1n) * absolute(amountOf(amount, before, decimal)),
    currency: before,
  };
}

function absolute(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

function amountOf(amount: Element, currency: string, decimal: DecimalSign): bigint {
  const cell = cellOf(amount, currency);
  const [read] = /^[-+]?\s*[\d.,]+$/.test(cell.text) ? readAmounts([cell], decimal).amounts : [];
  return read?.minor ?? refuse(cell.line, cell.column, say('bankFiles.noAmount', { currency }));
}

function cellOf({ text, line, name }: Element, currency: string): AmountCell {
  return { text: text.trim(), line, column: name, currency };
}

/** The day as it is written: the time behind it and its zone do not move it. */
function dayOf(element: Element): string {
  const posted = find(element, 'DTPOSTED') ?? find(element, 'DTTRAN') ?? find(element, 'DTUSER');
  const [, year, month, day] = /^\s*(\d{4})-?(\d{2})-?(\d{2})/.exec(posted?.text ?? '') ?? [];
  const written = `${year}-${month}-${day}`;
  return isDay(written) ? written : refuse(posted?.line ?? element.line, 'DTPOSTED', say('bankFiles.noDay'));
}

function textOf(element: Element | undefined, ...path: readonly string[]): string {
  return fieldText(find(element, ...path)?.text ?? '');
}
