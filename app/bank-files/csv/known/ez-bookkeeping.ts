import { say } from '../../../words/say.ts';
import type { TransactionLine } from '../../line-before-grouping-type.ts';
import { refuse } from '../../refused-and-asked-file-errors.ts';
import type { KnownExport, KnownRows } from '../known-export-profile-types.ts';
import type { Sheet } from '../read-column-values.ts';

/** ezBookkeeping: amounts without sign beside their type, and both accounts of a move in one row. */
export const ezBookkeeping: KnownExport = {
  name: 'ezbookkeeping',
  headers: ['Time', 'Type', 'Category', 'Sub Category', 'Account', 'Account Currency', 'Amount', 'Account2'],
  hasOwnAccounts: true,
  read,
};

function read(sheet: Sheet): KnownRows {
  const text = sheet.byHeader();
  const { days, order } = sheet.days(sheet.column('Time'));
  const paid =
    sheet.amounts([sheet.column('Amount')], (record) => sheet.currency(record, 'Account Currency')).of[0] ??
    [];
  const second = sheet.column('Account2 Amount');
  const got =
    sheet.amounts([second], (record) => sheet.currency(record, 'Account2 Currency', 'Account Currency'))
      .of[0] ?? [];
  const lines = sheet.records.map((record, row): TransactionLine => {
    const type = text(record, 'Type');
    const amount = paid[row] ?? refuse(record.line, 'Amount', say('bankFiles.missingAmount'));
    const isOut = /^(?:Expense|Transfer)/i.test(type);
    if (!isOut && !/^(?:Income|Balance Modification)/i.test(type))
      refuse(record.line, 'Type', say('bankFiles.unknownFlag'));
    const other = got[row] ?? amount;
    const category = [text(record, 'Category'), text(record, 'Sub Category')]
      .filter((part) => part !== '')
      .join(':');
    const isTransfer = /^Transfer/i.test(type);
    return {
      line: record.line,
      account: text(record, 'Account') || undefined,
      date: days[row] ?? '',
      amountMinor: isOut ? -amount.minor : amount.minor,
      currency: amount.currency,
      payee: text(record, 'Description') || text(record, 'Comment'),
      memo: '',
      reference: '',
      ...(isTransfer
        ? {
            transfer: {
              account: text(record, 'Account2'),
              money: { amountMinor: other.minor, currency: other.currency },
            },
          }
        : { category: category || undefined }),
    };
  });
  return { lines, leftOut: [], dateOrder: order };
}
