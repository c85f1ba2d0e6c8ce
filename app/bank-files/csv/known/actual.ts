import type { TransactionLine } from '../../line-before-grouping-type.ts';
import type { Options } from '../../options.ts';
import type { KnownExport } from '../known-export-profile-types.ts';
import { joinSplitParts } from './merge-split-rows.ts';

const OPTIONS: Options = {
  date: 'Date',
  payee: 'Payee',
  memo: 'Notes',
  reference: null,
  amount: 'Amount',
  flag: null,
  flip: false,
  account: 'Account',
  category: 'Category',
  status: null,
};
const HEADERS = ['Account', 'Date', 'Payee', 'Notes', 'Category', 'Amount', 'Cleared'];

/**
 * Actual, of all accounts and of one. A split is a row `(SPLIT INTO 2)` of nothing and a row for each part; the payee of
 * a move is the other account.
 */
export const actual: readonly KnownExport[] = ['Split_Amount', 'Reconciled'].map((last) => ({
  name: 'actual',
  headers: [...HEADERS, last],
  hasOwnAccounts: true,
  options: OPTIONS,
  join: (lines) => {
    const parts = lines.filter(
      ({ memo, amountMinor }) => !(/^\(SPLIT INTO \d+\)/.test(memo) && amountMinor === 0n),
    );
    const whole = joinSplitParts(withTransfers(parts), ({ memo }) => {
      const match = /^\(SPLIT (\d+) OF (\d+)\)\s*(.*)$/is.exec(memo);
      return match ? { number: Number(match[1]), count: Number(match[2]), memo: match[3] ?? '' } : undefined;
    });
    const above = new Map(lines.slice(1).map(({ line }, index) => [line, lines[index]?.memo ?? '']));
    return whole.map((line) =>
      line.splits === undefined ? line : { ...line, memo: parentMemo(above.get(line.line)) },
    );
  },
}));

/** Note of the row above the first part. */
function parentMemo(memo = ''): string {
  return /^\(SPLIT INTO \d+\)\s*(.*)$/is.exec(memo)?.[1] ?? '';
}

function withTransfers(lines: readonly TransactionLine[]): readonly TransactionLine[] {
  const accounts = new Set(lines.map(({ account }) => account));
  return lines.map((line) => {
    const isMove = !line.category && line.payee !== line.account && accounts.has(line.payee);
    return isMove ? { ...line, transfer: { account: line.payee } } : line;
  });
}
