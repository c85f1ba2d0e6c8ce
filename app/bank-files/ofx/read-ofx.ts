import { isDay } from '../../calendar.ts';
import { isCurrency } from '../../money.ts';
import { say } from '../../words/say.ts';
import { descendants, type Element, find } from '../element.ts';
import { exactAmount } from '../exact-amount.ts';
import { fieldText } from '../field-text.ts';
import { joinPages, type Page } from '../join-pages.ts';
import type { Options } from '../options.ts';
import type { Money, Row, Statement } from '../statement.ts';
import { refuse } from '../unclear.ts';
import { sgmlTree } from './sgml-tree.ts';

/**
 * Reads OFX 1 (SGML), OFX 2 (XML) and QFX: one statement for each account of the file.
 *
 * Source: https://financialdataexchange.org/ofx
 *
 * @throws RefusedFile
 */
export function readOfx(text: string, options: Options): readonly Statement[] {
  const tree = sgmlTree(text);
  const found = descendants(tree, ['STMTRS', 'CCSTMTRS', 'INVSTMTRS']);
  if (found.length === 0) refuse(null, 'OFX', statusOf(tree) ?? say('bankFiles.noRows'));
  return joinPages(found.map((element) => readStatement(element, options)));
}

/** What the bank says went wrong, in a file without statements. */
function statusOf(tree: Element): string | undefined {
  const failed = descendants(tree, ['STATUS']).find((status) => textOf(status, 'SEVERITY') === 'ERROR');
  return failed && (textOf(failed, 'MESSAGE') || undefined);
}

function readStatement(element: Element, options: Options): Page {
  const code = find(element, 'CURDEF');
  const currency = code?.text.trim().toUpperCase() ?? options.accountCurrency ?? 'EUR';
  if (!isCurrency(currency)) refuse(code?.line ?? element.line, 'CURDEF', say('bankFiles.unknownCurrency'));
  const from = descendants(element, ['BANKACCTFROM', 'CCACCTFROM', 'INVACCTFROM'])[0];
  const account = textOf(from, 'ACCTID') || null;
  const booked = descendants(element, ['STMTTRN']).map((one) => toRow(one, currency, account));
  const pending = descendants(element, ['STMTTRNP']).map((one) => ({
    ...toRow(one, currency, account),
    pending: true as const,
  }));
  const balance = find(element, 'LEDGERBAL', 'BALAMT');
  const closing = balance && amountOf(balance, currency);
  const investments = descendants(element, ['INVTRAN']);
  const statement: Statement = {
    status: 'import',
    account,
    rows: [...booked, ...pending],
    questions: [],
    problems: [],
    mapping: { format: 'ofx' },
    ...(investments.length === 0
      ? {}
      : { leftOut: investments.map(({ line }) => ({ line, message: say('bankFiles.investments') })) }),
    ...(closing === undefined ? {} : { closingMinor: closing }),
  };
  return { statement, currency };
}

function toRow(element: Element, currency: string, account: string | null): Row {
  const amount = find(element, 'TRNAMT') ?? refuse(element.line, 'TRNAMT', say('bankFiles.missingAmount'));
  const minor = amountOf(amount, currency);
  const original = originalOf(element, minor, currency);
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

/** `CURRENCY` says that the amount is in another currency, `ORIGCURRENCY` that it was, with the rate to the account's. */
function originalOf(element: Element, minor: bigint, currency: string): Money | undefined {
  const foreign = find(element, 'CURRENCY', 'CURSYM');
  const code = foreign?.text.trim().toUpperCase();
  if (foreign !== undefined && code !== currency)
    refuse(foreign.line, 'CURRENCY', say('bankFiles.otherCurrency', { currency }));
  const before = textOf(element, 'ORIGCURRENCY', 'CURSYM').toUpperCase();
  const amount = find(element, 'ORIGCURRENCY', 'ORIGAMT');
  if (before === currency || !isCurrency(before) || amount === undefined) return undefined;
  return { amountMinor: (minor < 0n ? -1n : 1n) * absolute(amountOf(amount, before)), currency: before };
}

function absolute(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

/** Amounts have a decimal point; banks where it is a comma write that. Neither has thousands. */
function amountOf({ text, line, name }: Element, currency: string): bigint {
  return exactAmount(text, text.includes(',') ? ',' : '.', { line, column: name, currency });
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
