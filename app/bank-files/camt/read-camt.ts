import { isDay } from '../../calendar.ts';
import { isCurrency } from '../../currencies.ts';
import { say } from '../../words/say.ts';
import { exactAmount } from '../amounts/read-amount-in-fixed-notation.ts';
import { descendants, type Element, find, findAll } from '../element.ts';
import { joinPages, type Page } from '../merge-statements-by-account.ts';
import type { Options } from '../options.ts';
import { refuse } from '../refused-and-asked-file-errors.ts';
import type { Row, Statement } from '../statement.ts';
import { fieldText } from '../trim-and-join-lines.ts';
import { type Entry, rowsOf } from './entry-rows.ts';
import { xmlTree } from './parse-xml-into-tree.ts';

/**
 * Reads CAMT.052, .053 and .054 of ISO 20022, in any version: one statement for each account of the file.
 *
 * @throws RefusedFile
 */
export function readCamt(text: string, options: Options): readonly Statement[] {
  const tree = xmlTree(text);
  const found = descendants(tree, ['Stmt', 'Rpt', 'Ntfctn']);
  if (found.length === 0) refuse(1, null, say('bankFiles.otherXml'));
  return joinPages(
    found.map((element) => readStatement(element, options)),
    options,
  );
}

function readStatement(element: Element, options: Options): Page {
  const account = accountOf(element);
  const ownCurrency = textOf(element, 'Acct', 'Ccy') || textOf(findAll(element, 'Bal')[0], 'Amt', '@Ccy');
  const fallback = ownCurrency || (options.accountCurrency ?? 'EUR');
  const entries = findAll(element, 'Ntry')
    .filter((entry) => statusOf(entry) !== 'INFO')
    .map((entry) => toEntry(entry, fallback));
  for (const { element: entry, currency } of entries) {
    const isOther = ownCurrency !== '' && currency !== ownCurrency;
    const line = find(entry, 'Amt')?.line ?? entry.line;
    if (isOther) refuse(line, 'Amt', say('bankFiles.otherCurrency', { currency: ownCurrency }));
  }
  const openingMinor = balanceOf(element, ['OPBD', 'PRCD'], fallback);
  const closingMinor = balanceOf(element, ['CLBD'], fallback);
  const signed = signedEntries(entries, openingMinor, closingMinor, element, options);
  const rows = signed.flatMap((entry): Row[] =>
    rowsOf(entry, options).map((row) => (account === null ? row : { ...row, account })),
  );
  const statement: Statement = {
    status: 'import',
    account,
    rows,
    questions: [],
    problems: [],
    mapping: { format: 'camt' },
    ...(openingMinor === undefined ? {} : { openingMinor }),
    ...(closingMinor === undefined ? {} : { closingMinor }),
  };
  return { statement, currency: fallback };
}

/**
 * Entries with their signs. The standard says CRDT for the reversal of a debit; some banks repeat the DBIT of what is
 * reversed. The balances tell which; without them the standard counts.
 */
function signedEntries(
  entries: readonly Entry[],
  opening: bigint | undefined,
  closing: bigint | undefined,
  element: Element,
  options: Options,
): readonly Entry[] {
  if (opening === undefined || closing === undefined) return entries;
  const sum = (list: readonly Entry[]) =>
    list
      .filter(({ isPending }) => !isPending)
      .reduce((total, { amountMinor }) => total + amountMinor, opening);
  if (sum(entries) === closing || options.balances === 'ignore') return entries;
  const turned = entries.map((entry) =>
    entry.isReversal ? { ...entry, amountMinor: -entry.amountMinor } : entry,
  );
  if (sum(turned) === closing) return turned;
  return refuse(closingElement(element)?.line ?? element.line, 'CLBD', say('bankFiles.balancesDiffer'));
}

function toEntry(element: Element, fallback: string): Entry {
  const amount = find(element, 'Amt');
  const currency = currencyOf(amount, fallback);
  const place = { line: amount?.line ?? element.line, column: 'Amt', currency };
  const minor = exactAmount(amount?.text ?? '', '.', place);
  if (minor < 0n) refuse(place.line, 'Amt', say('bankFiles.signInAmount')); // the mark beside it says the way
  const mark = find(element, 'CdtDbtInd');
  const way = mark?.text.trim();
  if (way !== 'CRDT' && way !== 'DBIT')
    refuse(mark?.line ?? element.line, 'CdtDbtInd', say('bankFiles.unknownFlag'));
  return {
    element,
    date: dayOf(element),
    currency,
    amountMinor: way === 'DBIT' ? -minor : minor,
    isReversal: /^(?:true|1)$/.test(textOf(element, 'RvslInd')),
    isPending: statusOf(element) === 'PDNG' || statusOf(element) === 'FUTR',
  };
}

function dayOf(element: Element): string {
  const found = find(element, 'BookgDt') ?? find(element, 'ValDt');
  const written = find(found, 'Dt') ?? find(found, 'DtTm') ?? found;
  const day = written?.text.trim().slice(0, 10) ?? '';
  return isDay(day)
    ? day
    : refuse(written?.line ?? element.line, found?.name ?? 'BookgDt', say('bankFiles.noDay'));
}

/** `Sts` is text in older versions, and has a code within in newer ones. */
function statusOf(element: Element): string {
  return textOf(element, 'Sts', 'Cd') || textOf(element, 'Sts');
}

function currencyOf(amount: Element | undefined, fallback: string): string {
  const code = amount?.attributes['Ccy'] ?? fallback;
  return isCurrency(code) ? code : refuse(amount?.line ?? null, 'Ccy', say('bankFiles.unknownCurrency'));
}

function accountOf(element: Element): string | null {
  return (
    textOf(element, 'Acct', 'Id', 'IBAN') ||
    textOf(element, 'Acct', 'Id', 'Othr', 'Id') ||
    textOf(element, 'Acct', 'Id', 'BBAN') ||
    null
  );
}

function balanceElement(element: Element, codes: readonly string[]): Element | undefined {
  const of = (code: string) =>
    findAll(element, 'Bal').find((balance) => textOf(balance, 'Tp', 'CdOrPrtry', 'Cd') === code);
  return codes.map(of).find((balance) => balance !== undefined);
}

function closingElement(element: Element): Element | undefined {
  return balanceElement(element, ['CLBD']);
}

function balanceOf(element: Element, codes: readonly string[], fallback: string): bigint | undefined {
  const balance = balanceElement(element, codes);
  const amount = find(balance, 'Amt');
  if (amount === undefined) return undefined;
  const currency = currencyOf(amount, fallback);
  const minor = exactAmount(amount.text, '.', { line: amount.line, column: 'Bal', currency });
  return textOf(balance, 'CdtDbtInd') === 'DBIT' ? -minor : minor;
}

/** Text of the element at the end of a path, or of an attribute for a last `@name`; empty where there is none. */
function textOf(element: Element | undefined, ...path: readonly string[]): string {
  const last = path.at(-1);
  if (last?.startsWith('@')) return find(element, ...path.slice(0, -1))?.attributes[last.slice(1)] ?? '';
  return fieldText(find(element, ...path)?.text ?? '');
}
