import type { Options } from '../../options.ts';
import type { KnownExport } from '../known-export-profile-types.ts';
import { joinSplitParts } from './merge-split-rows.ts';

const OPTIONS: Options = {
  date: 'Date',
  payee: 'Payee',
  memo: 'Memo',
  reference: null,
  debit: 'Outflow',
  credit: 'Inflow',
  flag: null,
  flip: false,
  account: 'Account',
  status: null,
};

/** Payee of a move; it ends with the other account. */
const TRANSFER = /^Transfer : (.+)$/;

/** YNAB, the register of today's version and of YNAB 4. Parts of a split are rows of their own: `Split (1/2) towels`. */
export const ynab: readonly KnownExport[] = [
  {
    name: 'ynab',
    headers: [
      'Account',
      'Date',
      'Payee',
      'Category Group/Category',
      'Category Group',
      'Category',
      'Outflow',
      'Inflow',
    ],
    hasOwnAccounts: true,
    options: OPTIONS,
    ...rows('Category Group', 'Category'),
  },
  {
    name: 'ynab-4',
    headers: ['Account', 'Date', 'Payee', 'Category', 'Master Category', 'Sub Category', 'Outflow', 'Inflow'],
    hasOwnAccounts: true,
    options: OPTIONS,
    ...rows('Master Category', 'Sub Category'),
  },
];

function rows(group: string, category: string): Pick<KnownExport, 'complete' | 'join'> {
  return {
    complete(line, text) {
      const account = TRANSFER.exec(line.payee)?.[1];
      const name = [text(group), text(category)].filter((part) => part !== '').join(':') || undefined;
      return { ...line, category: name, transfer: account === undefined ? undefined : { account } };
    },
    join: (lines) =>
      joinSplitParts(lines, ({ memo }) => {
        const match = /^\(?Split \(?(\d+)\/(\d+)\)\s*(.*)$/is.exec(memo);
        return match
          ? { number: Number(match[1]), count: Number(match[2]), memo: match[3] ?? '' }
          : undefined;
      }),
  };
}
