import { isCurrency } from '../../currencies.ts';
import { say } from '../../words/say.ts';
import { exactAmount } from '../amounts/read-amount-in-fixed-notation.ts';
import type { Century } from '../days/possible-days-of-text.ts';
import { joinPages, type Page } from '../merge-statements-by-account.ts';
import type { Options } from '../options.ts';
import { refuse } from '../refused-and-asked-file-errors.ts';
import type { Row, Statement } from '../statement.ts';
import { fieldText } from '../trim-and-join-lines.ts';
import { information } from './information.ts';
import { decimalOf, type StatementLine, statementLine } from './statement-line.ts';
import { type Tag, tagsOf } from './tags.ts';

/*
 * Our own reader: mt940js and the like turn amounts into floats.
 */

/**
 * Reads MT940 and MT942 of SWIFT: one statement for each account of the file, whose pages have to add up.
 *
 * @throws RefusedFile
 */
export function readMt940(text: string, options: Options, century: Century): readonly Statement[] {
  const pages: Tag[][] = [];
  for (const tag of tagsOf(text)) {
    if (tag.name === '20') pages.push([]);
    else if (pages.length === 0) pages.push([]);
    pages.at(-1)?.push(tag);
  }
  if (pages.length === 0) refuse(null, null, say('bankFiles.noRows'));
  return joinPages(
    pages.map((tags) => readPage(tags, options, century)),
    options,
  );
}

function readPage(tags: readonly Tag[], options: Options, century: Century): Page {
  const opening = balanceOf(tags, /^60[FM]?$/);
  const closing = balanceOf(tags, /^62[FM]?$/);
  const currency =
    opening?.currency ?? closing?.currency ?? limitCurrency(tags) ?? options.accountCurrency ?? 'EUR';
  const account = accountOf(tags);
  const rows = transactionsOf(tags).map(({ tag, details }): Row => {
    const line = statementLine(tag, currency, century);
    return { ...toRow(line, details, currency), ...(account === null ? {} : { account }) };
  });
  if (opening !== undefined && closing !== undefined && closing.currency !== currency)
    refuse(closing.line, '62F', say('bankFiles.otherCurrency', { currency }));
  if (options.balances !== 'ignore') refuseOtherSums(tags, rows);
  const sum = rows.reduce((all, { amountMinor }) => all + amountMinor, opening?.minor ?? 0n);
  if (opening !== undefined && closing === undefined)
    refuse(tags.at(-1)?.line ?? null, '62F', say('bankFiles.cutOff'));
  if (
    opening !== undefined &&
    closing !== undefined &&
    sum !== closing.minor &&
    options.balances !== 'ignore'
  ) {
    refuse(closing.line, '62F', say('bankFiles.balancesDiffer'));
  }
  const statement: Statement = {
    status: 'import',
    account,
    rows,
    questions: [],
    problems: [],
    mapping: { format: 'mt940' },
    ...(opening === undefined ? {} : { openingMinor: opening.minor }),
    ...(closing === undefined ? {} : { closingMinor: closing.minor }),
  };
  return { statement, currency };
}

/** @throws RefusedFile where the sums of an MT942, field 90, are not those of its rows: some are missing */
function refuseOtherSums(tags: readonly Tag[], rows: readonly Row[]): void {
  for (const { name, text, line } of tags) {
    const [, count, code = '', amount = ''] = /^\s*(\d{1,5})([A-Z]{3})([\d.,]+)\s*$/.exec(text) ?? [];
    if (!/^90[CD]$/.test(name) || count === undefined) continue;
    const currency = isCurrency(code) ? code : refuse(line, name, say('bankFiles.unknownCurrency'));
    const told = exactAmount(amount, decimalOf(amount), { line, column: name, currency });
    const own = rows.filter(({ amountMinor }) => amountMinor < 0n === (name === '90D'));
    const sum = own.reduce((all, { amountMinor }) => all + amountMinor, 0n);
    if (sum !== told && sum !== -told) refuse(line, name, say('bankFiles.sumsDiffer'));
  }
}

/** Field 61 and the fields 86 behind it. A field 86 behind the closing balance is about the whole statement. */
function transactionsOf(tags: readonly Tag[]): readonly { readonly tag: Tag; readonly details: string }[] {
  const found: { readonly tag: Tag; readonly details: string[] }[] = [];
  let open: string[] | undefined;
  for (const tag of tags) {
    if (tag.name === '86') open?.push(tag.text);
    else open = tag.name === '61' ? [] : undefined;
    if (tag.name === '61' && open) found.push({ tag, details: open });
  }
  return found.map(({ tag, details }) => ({ tag, details: details.join('\n') }));
}

function toRow(line: StatementLine, details: string, currency: string): Row {
  const { payee, memo, reference } = information(details);
  return {
    date: line.date,
    amountMinor: line.amountMinor,
    currency,
    payee,
    memo: memo || line.supplement,
    reference: reference || line.ownReference || line.bankReference,
    ...(line.original === undefined ? {} : { original: line.original }),
    ...(line.isPending ? { pending: true as const } : {}),
  };
}

function accountOf(tags: readonly Tag[]): string | null {
  const text = fieldText(tags.find(({ name }) => name === '25' || name === '25P')?.text.split('\n')[0] ?? '');
  // Some banks write the currency behind the number.
  return text.replace(/\s+[A-Z]{3}$|(?<=\d)(?:EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|CZK|HUF)$/, '') || null;
}

interface Balance {
  readonly minor: bigint;
  readonly currency: string;
  readonly line: number;
}

/** `C260101EUR100,00`. */
function balanceOf(tags: readonly Tag[], names: RegExp): Balance | undefined {
  const tag = tags.find(({ name }) => names.test(name));
  if (tag === undefined) return undefined;
  const [, mark, code = '', amount = ''] = /^\s*([CD])\d{6}([A-Z]{3})([\d.,]+)\s*$/.exec(tag.text) ?? [];
  if (mark === undefined) return refuse(tag.line, tag.name, say('bankFiles.badLine'));
  if (!isCurrency(code)) return refuse(tag.line, tag.name, say('bankFiles.unknownCurrency'));
  const minor = exactAmount(amount, decimalOf(amount), { line: tag.line, column: tag.name, currency: code });
  return { minor: mark === 'D' ? -minor : minor, currency: code, line: tag.line };
}

/** MT942 has no balances; its field 34F, the least amount that is reported, names the currency. */
function limitCurrency(tags: readonly Tag[]): string | undefined {
  const code = /^\s*([A-Z]{3})/.exec(tags.find(({ name }) => name === '34F')?.text ?? '')?.[1];
  return code !== undefined && isCurrency(code) ? code : undefined;
}
