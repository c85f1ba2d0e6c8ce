import type { KnownExport } from '../known-export-profile-types.ts';

const SHARED = { reference: null, amount: 'Amount (EUR)', flag: null, flip: false } as const;

/** N26, before and after 2023. Its categories are guesses of the bank and are not taken. */
export const n26: readonly KnownExport[] = [
  {
    name: 'n26',
    headers: ['Date', 'Payee', 'Account number', 'Transaction type', 'Payment reference', 'Amount (EUR)'],
    options: { ...SHARED, date: 'Date', payee: 'Payee', memo: 'Payment reference', account: null },
  },
  {
    name: 'n26',
    headers: [
      'Booking Date',
      'Value Date',
      'Partner Name',
      'Partner Iban',
      'Payment Reference',
      'Amount (EUR)',
    ],
    options: { ...SHARED, date: 'Booking Date', payee: 'Partner Name', memo: 'Payment Reference' },
  },
];
