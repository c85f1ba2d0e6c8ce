import type { KnownExport } from '../known-export-profile-types.ts';

/** ING in the Netherlands, in Dutch and in English, and in Germany. */
export const ing: readonly KnownExport[] = [
  {
    name: 'ing-nl',
    headers: [
      'Datum',
      'Naam / Omschrijving',
      'Rekening',
      'Tegenrekening',
      'Af Bij',
      'Bedrag (EUR)',
      'Mededelingen',
    ],
    options: {
      date: 'Datum',
      payee: 'Naam / Omschrijving',
      memo: 'Mededelingen',
      reference: null,
      amount: 'Bedrag (EUR)',
      flag: 'Af Bij',
      flagOut: 'Af',
      flagIn: 'Bij',
      account: 'Rekening',
    },
  },
  {
    name: 'ing-nl',
    headers: [
      'Date',
      'Name / Description',
      'Account',
      'Counterparty',
      'Debit/credit',
      'Amount (EUR)',
      'Notifications',
    ],
    options: {
      date: 'Date',
      payee: 'Name / Description',
      memo: 'Notifications',
      reference: null,
      amount: 'Amount (EUR)',
      flag: 'Debit/credit',
      flagOut: 'Debit',
      flagIn: 'Credit',
      account: 'Account',
    },
  },
  {
    name: 'ing-de',
    headers: [
      'Buchung',
      'Auftraggeber/Empfänger',
      'Buchungstext',
      'Verwendungszweck',
      'Saldo',
      'Währung',
      'Betrag',
    ],
    options: {
      date: 'Buchung',
      dateOrder: 'DMY',
      payee: 'Auftraggeber/Empfänger',
      memo: 'Verwendungszweck',
      reference: null,
      amount: 'Betrag',
      balance: 'Saldo',
      flag: null,
      flip: false,
    },
  },
];
