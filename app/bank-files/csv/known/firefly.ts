import { say } from '../../../words/say.ts';
import type { SplitLine, TransactionLine } from '../../line-before-grouping-type.ts';
import { refuse } from '../../refused-and-asked-file-errors.ts';
import type { KnownExport, KnownRows } from '../known-export-profile-types.ts';
import type { Sheet } from '../read-column-values.ts';
import type { CsvRecord } from '../records.ts';

/** Firefly III: a row for each journal with source and destination; journals of one group are a split. */
export const firefly: KnownExport = {
  name: 'firefly',
  headers: [
    'journal_id',
    'type',
    'currency_code',
    'amount',
    'description',
    'date',
    'source_name',
    'destination_name',
  ],
  hasOwnAccounts: true,
  read,
};

function read(sheet: Sheet): KnownRows {
  const text = sheet.byHeader();
  const { days, order } = sheet.days(sheet.column('date'));
  const amounts =
    sheet.amounts([sheet.column('amount')], (record) => sheet.currency(record, 'currency_code')).of[0] ?? [];
  const foreign =
    sheet.amounts([sheet.column('foreign_amount')], (record) =>
      sheet.currency(record, 'foreign_currency_code', 'currency_code'),
    ).of[0] ?? [];
  const journals = sheet.records.map((record, row) => {
    const amount = amounts[row] ?? refuse(record.line, 'amount', say('bankFiles.missingAmount'));
    const minor = amount.minor < 0n ? -amount.minor : amount.minor;
    const other = foreign[row] && {
      amountMinor: foreign[row].minor < 0n ? -foreign[row].minor : foreign[row].minor,
      currency: foreign[row].currency,
    };
    return {
      group: text(record, 'group_id'),
      title: text(record, 'group_title'),
      line: toLine(record, days[row] ?? '', minor, amount.currency, other),
    };
  });
  function toLine(
    record: CsvRecord,
    date: string,
    minor: bigint,
    currency: string,
    other: TransactionLine['original'],
  ): TransactionLine {
    const [source, destination] = [text(record, 'source_name'), text(record, 'destination_name')];
    const isOut = isPaidFrom(record);
    const isMove = isTransfer(record);
    return {
      line: record.line,
      account: isOut ? source : destination,
      date,
      amountMinor: isOut ? -minor : minor,
      currency,
      payee: isMove ? '' : isOut ? destination : source,
      memo: [text(record, 'description'), text(record, 'notes')].filter((part) => part !== '').join(' – '),
      reference: text(record, 'journal_id'),
      ...(isMove
        ? { transfer: { account: destination, money: other ?? { amountMinor: minor, currency } } }
        : {
            category: text(record, 'category') || undefined,
            original: other && { ...other, amountMinor: isOut ? -other.amountMinor : other.amountMinor },
          }),
    };
  }
  /** A loan is an account as well, whatever the type says of what is paid to it or comes from it. */
  function isTransfer(record: CsvRecord): boolean {
    const type = text(record, 'type').toLowerCase();
    if (type === 'withdrawal') return LOAN.test(text(record, 'destination_type'));
    if (type === 'deposit') return LOAN.test(text(record, 'source_type'));
    return type.startsWith('transfer');
  }
  function isPaidFrom(record: CsvRecord): boolean {
    const type = text(record, 'type').toLowerCase();
    if (/^(?:withdrawal|transfer)/.test(type)) return true;
    if (type === 'deposit') return isTransfer(record);
    // Opening balances and reconciliations: the account is the one that is no account of Firefly's own.
    if (/balance|reconciliation|^liability credit$/.test(type))
      return !/initial|reconciliation|balance|liability credit/i.test(text(record, 'source_type'));
    return refuse(record.line, 'type', say('bankFiles.unknownFlag'));
  }
  return { lines: joinGroups(journals), leftOut: [], dateOrder: order };
}

/** Types of accounts for what is owed. */
const LOAN = /^(?:loan|debt|mortgage|liability|liabilities|credit card)(?: account)?$/i;

interface Journal {
  readonly group: string;
  readonly title: string;
  readonly line: TransactionLine;
}

function joinGroups(journals: readonly Journal[]): readonly TransactionLine[] {
  const groups = Map.groupBy(
    journals,
    ({ group, line }) => `${group || `line ${line.line}`} ${line.account} ${line.date} ${line.currency}`,
  );
  return [...groups.values()].map((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return (first as Journal).line;
    const { category: _, transfer: __, original: ___, ...rest } = first.line;
    return {
      ...rest,
      memo: first.title || first.line.memo,
      amountMinor: group.reduce((sum, { line }) => sum + line.amountMinor, 0n),
      splits: group.map(({ line }): SplitLine => {
        const target =
          line.transfer === undefined ? { category: line.category ?? '' } : { transfer: line.transfer };
        return { ...target, amountMinor: line.amountMinor, memo: line.memo };
      }),
    };
  });
}
