import { say } from '../../words/say.ts';
import { type AmountRead, readAmounts } from '../amounts/amount-column.ts';
import { readDays } from '../days/day-column.ts';
import type { Century } from '../days/possible-days-of-text.ts';
import { Gather } from '../gather-questions-and-problems.ts';
import { statementsByAccount } from '../group-by-account-and-drop-second-move-halves.ts';
import type { SplitLine, TransactionLine, Transfer } from '../line-before-grouping-type.ts';
import type { Options } from '../options.ts';
import { AskedFile, RefusedFile, refuse } from '../refused-and-asked-file-errors.ts';
import type { Statement } from '../statement.ts';
import { fieldText } from '../trim-and-join-lines.ts';
import { type QifField, type QifRecord, qifRecords, qifText } from './qif-records.ts';

/** Sections whose records are transactions of money. Investments move shares, which is another thing. */
const MONEY = new Set(['bank', 'cash', 'ccard', 'oth a', 'oth l']);

/**
 * Reads QIF: several accounts, splits, and transfers that both accounts list. Dates and amounts are written as the
 * program's country has it, so that all of the file decide their order and their decimal sign.
 *
 * @throws AskedFile, RefusedFile
 */
export function readQif(text: string, options: Options, century: Century): readonly Statement[] {
  const { transactions, accounts, investments } = sections(qifRecords(text));
  if (transactions.length === 0) {
    refuse(
      investments[0]?.line ?? null,
      null,
      say(investments.length > 0 ? 'bankFiles.investments' : 'bankFiles.noRows'),
    );
  }
  const gather = new Gather();
  const days = gather.attempt(() => daysOf(transactions, options, century));
  const amounts = gather.attempt(() => amountsOf(transactions, options));
  gather.settle();
  if (days === undefined || amounts === undefined) throw new AskedFile([]);
  const lines = transactions.map((one, index) => toLine(one, days[index] ?? '', amounts, options));
  const isOpening = ({ transfer, account }: TransactionLine) =>
    transfer !== undefined && transfer.account === account;
  const openings = lines.filter(isOpening);
  const leftOut = [
    ...openings.map(({ line }) => ({ line, message: say('bankFiles.openingBalance') })),
    ...investments.map(({ line }) => ({ line, message: say('bankFiles.investments') })),
  ];
  const named = accounts.filter((account) => lines.some((line) => line.account === account));
  const statements = statementsByAccount(
    lines.filter((line) => !isOpening(line)),
    { leftOut, mapping: { format: 'qif', dateOrder: options.dateOrder ?? null } },
    named,
  );
  return statements.map((statement) => {
    const opening = openings.find(({ account }) => account === (statement.account ?? undefined));
    return opening === undefined ? statement : { ...statement, openingMinor: opening.amountMinor };
  });
}

/** A record of a transaction, and the account that it stands under. */
interface Transaction {
  readonly record: QifRecord;
  readonly account: string | undefined;
}

function sections(records: readonly QifRecord[]) {
  const transactions: Transaction[] = [];
  const accounts: string[] = [];
  const investments: QifRecord[] = [];
  let account: string | undefined;
  for (const record of records) {
    if (record.section === 'account') {
      account = qifText(record, 'N');
      if (!accounts.includes(account)) accounts.push(account);
    } else if (MONEY.has(record.section)) {
      account ??= transactions.length === 0 ? ownAccount(record) : undefined;
      transactions.push({ record, account });
    } else if (record.section.startsWith('invst')) investments.push(record);
  }
  return { transactions, accounts, investments };
}

/** Account of a file that names it only in its first record, that of the opening balance. */
function ownAccount(record: QifRecord): string | undefined {
  return OPENING.test(qifText(record, 'P')) ? targetOf(qifText(record, 'L')).transfer?.account : undefined;
}

const OPENING =
  /^(?:opening balance|anfangssaldo|er[öo]ffnungssaldo|solde (?:initial|d'ouverture)|saldo (?:inicial|iniziale)|beginsaldo|startsaldo)$/i;

function daysOf(transactions: readonly Transaction[], options: Options, century: Century) {
  const cells = transactions.map(({ record }) => {
    const field = record.fields.find(({ code }) => code === 'D');
    return field ?? refuse(record.line, 'D', say('bankFiles.noDay'));
  });
  // Quicken writes an apostrophe before years from 2000 on, and so a slash for the century before.
  const hasApostrophe = cells.some(({ text }) => text.includes("'"));
  return readDays(cells, {
    chosen: options.dateOrder,
    column: 'D',
    century: hasApostrophe ? { ...century, slash: 1900 } : century,
  }).days;
}

/** All amounts of the file by their field: the decimal sign is the same in all of them. */
function amountsOf(
  transactions: readonly Transaction[],
  options: Options,
): ReadonlyMap<QifField, AmountRead> {
  const currency = options.accountCurrency ?? 'EUR';
  const fields = transactions.flatMap(({ record }) => {
    const totals = ['T', 'U'].flatMap((total) => record.fields.find(({ code }) => code === total) ?? []);
    if (totals.length === 0) refuse(record.line, 'T', say('bankFiles.missingAmount'));
    return [...totals, ...record.fields.filter(({ code, text }) => code === '$' && text.trim() !== '')];
  });
  const cells = fields.map(({ code, text, line }) => ({ text: text.trim(), line, column: code, currency }));
  const { amounts } = readAmounts(cells, options.decimal);
  const read = new Map(fields.map((field, index) => [field, amounts[index] as AmountRead]));
  for (const { record } of transactions) {
    const [first, second] = record.fields.filter((field) => /[TU]/.test(field.code) && read.has(field));
    if (first && second && read.get(first)?.minor !== read.get(second)?.minor)
      refuse(second.line, second.code, say('bankFiles.totalsDiffer'));
  }
  return read;
}

function toLine(
  { record, account }: Transaction,
  date: string,
  amounts: ReadonlyMap<QifField, AmountRead>,
  { accountCurrency = 'EUR' }: Options,
): TransactionLine {
  const total = record.fields.find(
    (field) => (field.code === 'T' || field.code === 'U') && amounts.has(field),
  );
  const { category, transfer } = targetOf(qifText(record, 'L'));
  const amountMinor = (total && amounts.get(total)?.minor) ?? 0n;
  const splits = splitsOf(record, amounts);
  const sum = splits.reduce((all, split) => all + split.amountMinor, 0n);
  if (splits.length > 0 && sum !== amountMinor) {
    throw new RefusedFile([{ line: record.line, column: '$', message: say('bankFiles.splitsDiffer') }]);
  }
  return {
    line: record.line,
    account,
    date,
    amountMinor,
    currency: accountCurrency,
    payee: fieldText(qifText(record, 'P')),
    memo: fieldText(qifText(record, 'M')),
    reference: qifText(record, 'N'),
    ...(splits.length > 0 ? { splits } : { category, transfer }),
  };
}

/** Parts of a split: `S` begins one, `E` and `$` belong to it. */
function splitsOf({ fields }: QifRecord, amounts: ReadonlyMap<QifField, AmountRead>): readonly SplitLine[] {
  const splits: SplitLine[] = [];
  for (const field of fields) {
    const last = splits.at(-1);
    if (field.code === 'S') {
      const { category, transfer } = targetOf(field.text.trim());
      splits.push({
        ...(transfer === undefined ? { category: category ?? '' } : { transfer }),
        amountMinor: 0n,
        memo: '',
      });
    } else if (field.code === 'E' && last !== undefined) {
      splits[splits.length - 1] = { ...last, memo: field.text.trim() };
    } else if (field.code === '$' && last !== undefined) {
      splits[splits.length - 1] = { ...last, amountMinor: amounts.get(field)?.minor ?? 0n };
    }
  }
  return splits;
}

/** `[Savings]` is a move to that account, all else a category; a class behind `/` belongs to neither. */
function targetOf(text: string): {
  readonly category?: string | undefined;
  readonly transfer?: Transfer | undefined;
} {
  const account = /^\[(.+)\](?:[/|].*)?$/.exec(text)?.[1];
  if (account !== undefined) return { transfer: { account } };
  return { category: text === '' ? undefined : text };
}
