import { say } from '../../../words/say.ts';
import type { TransactionLine } from '../../line-before-grouping-type.ts';
import { AskedFile, refuse } from '../../refused-and-asked-file-errors.ts';
import { isFailed, isPending } from '../failed-and-pending-states.ts';
import type { KnownExport, KnownRows } from '../known-export-profile-types.ts';
import type { Sheet } from '../read-column-values.ts';
import type { CsvRecord } from '../records.ts';

/** Wise, "Transaction history": all currencies in one file, an account for each. A conversion is one move between two. */
export const wiseHistory: KnownExport = {
  name: 'wise-history',
  headers: ['ID', 'Status', 'Direction', 'Source currency', 'Target currency'],
  hasOwnAccounts: true,
  read,
};

function read(given: Sheet): KnownRows {
  const at = (name: string) => given.column(name);
  const named = (...names: string[]) => {
    const found = given.table.header.findIndex((header) => names.includes(header.trim()));
    return found < 0 ? at(names[0] ?? '') : found;
  };
  const sourceAmount = named('Source amount (after fees)', 'Source amount');
  const targetAmount = named('Target amount (after fees)', 'Target amount');
  const direction = at('Direction');
  const finished = named('Finished on', 'Created on');
  const status = at('Status');
  const { skipWhere } = given.options;
  const states = skipWhere?.[given.name(status)] ?? [];
  const isGone = (record: CsvRecord) =>
    isFailed(given.text(record, status)) || states.includes(given.text(record, status));
  // The file does not say whether the money that came back has a row of its own.
  const refunded = [...new Set(given.records.map((record) => given.text(record, status)))].filter((text) =>
    /^refunded$/i.test(text),
  );
  if (refunded.length > 0 && skipWhere === undefined) {
    const choices = [{ [given.name(status)]: refunded }, {}];
    throw new AskedFile([{ about: 'skipWhere', choices, readings: [refunded, []] }]);
  }
  const sheet = given.with(given.records.filter((record) => !isGone(record)));
  const source = (record: CsvRecord) => sheet.currency(record, 'Source currency');
  const target = (record: CsvRecord) => sheet.currency(record, 'Target currency');
  const { days, order } = sheet.days(finished);
  const out = sheet.amounts([sourceAmount], source).of[0] ?? [];
  const into = sheet.amounts([targetAmount], target).of[0] ?? [];
  const feeColumn = given.table.header.indexOf('Source fee amount');
  const fees =
    feeColumn < 0
      ? []
      : (sheet.amounts([feeColumn], (record) =>
          sheet.currency(record, 'Source fee currency', 'Source currency'),
        ).of[0] ?? []);
  const lines = sheet.records.map((record, row): TransactionLine => {
    const way = sheet.text(record, direction).toUpperCase();
    const paid = out[row] ?? refuse(record.line, sheet.name(sourceAmount), say('bankFiles.missingAmount'));
    const got = into[row] ?? refuse(record.line, sheet.name(targetAmount), say('bankFiles.missingAmount'));
    const isIn = way === 'IN';
    // The amount sent is given without the fee, which the account paid as well.
    const fee = fees[row]?.currency === paid.currency ? (fees[row]?.minor ?? 0n) : 0n;
    const own = isIn ? got : { ...paid, minor: -paid.minor - fee };
    const name = (column: string) => sheet.text(record, at(column));
    const hasOther = way !== 'NEUTRAL' && paid.currency !== got.currency;
    const other = isIn ? { ...paid } : { ...got, minor: -got.minor };
    return {
      line: record.line,
      account: own.currency,
      date: days[row] ?? '',
      amountMinor: own.minor,
      currency: own.currency,
      payee: isIn ? name('Source name') : name('Target name'),
      memo: name('Reference'),
      reference: name('ID'),
      pending: isPending(sheet.text(record, status)),
      transfer:
        way === 'NEUTRAL' && got.currency !== paid.currency
          ? { account: got.currency, money: { amountMinor: got.minor, currency: got.currency } }
          : undefined,
      original: hasOther ? { amountMinor: other.minor, currency: other.currency } : undefined,
    };
  });
  return {
    lines,
    leftOut: given.records
      .filter(isGone)
      .map(({ line }) => ({ line, message: say('bankFiles.skippedState') })),
    dateOrder: order,
  };
}
