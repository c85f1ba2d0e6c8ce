import type { KnownExport } from '../known-export-profile-types.ts';

/** Wise, "Statement": one currency, with the running balance. */
export const wiseStatement: KnownExport = {
  name: 'wise-statement',
  headers: [
    'TransferWise ID',
    'Date',
    'Amount',
    'Currency',
    'Description',
    'Payment Reference',
    'Running Balance',
  ],
  options: {
    date: 'Date',
    dateOrder: 'DMY',
    payee: 'Description',
    memo: 'Payment Reference',
    reference: 'TransferWise ID',
    amount: 'Amount',
    currency: 'Currency',
    balance: 'Running Balance',
    flag: null,
    flip: false,
  },
  complete: (line, text) => ({
    ...line,
    payee: text('Merchant') || text(line.amountMinor < 0n ? 'Payee Name' : 'Payer Name') || line.payee,
  }),
};
