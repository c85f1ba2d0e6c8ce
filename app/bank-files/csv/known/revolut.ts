import type { KnownExport } from '../known-export-profile-types.ts';

/** Revolut: the fee comes on top of the amount, and what is not booked yet has no completed date. */
export const revolut: KnownExport = {
  name: 'revolut',
  headers: [
    'Type',
    'Product',
    'Started Date',
    'Completed Date',
    'Description',
    'Amount',
    'Fee',
    'Currency',
    'State',
  ],
  options: {
    date: 'Completed Date',
    dateElse: 'Started Date',
    payee: 'Description',
    memo: null,
    reference: null,
    amount: 'Amount',
    fee: 'Fee',
    currency: 'Currency',
    balance: 'Balance',
    flag: null,
    flip: false,
    account: 'Product',
    status: 'State',
    skipWhere: { State: ['REVERTED', 'DECLINED', 'FAILED', 'CANCELLED'] },
  },
};
