import type { KnownExport } from '../known-export-profile-types.ts';

/** Mint, which is closed: people still have their last export. Amounts without sign, days in the order of the US. */
export const mint: KnownExport = {
  name: 'mint',
  headers: [
    'Date',
    'Description',
    'Original Description',
    'Amount',
    'Transaction Type',
    'Category',
    'Account Name',
  ],
  hasOwnAccounts: true,
  options: {
    date: 'Date',
    dateOrder: 'MDY',
    payee: 'Description',
    memo: 'Notes',
    reference: null,
    amount: 'Amount',
    flag: 'Transaction Type',
    flagOut: 'debit',
    flagIn: 'credit',
    flip: false,
    account: 'Account Name',
    category: 'Category',
  },
};
