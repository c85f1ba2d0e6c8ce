import type { KnownExport } from '../known-export-profile-types.ts';

/** ING in the Netherlands, in Dutch and in English, in Germany, Belgium and Poland. */
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
  inBelgium({
    account: 'Rekeningnummer',
    reference: 'Omzetnummer',
    date: 'Boekingsdatum',
    amount: 'Bedrag',
    currency: 'Munteenheid',
    payee: 'Omschrijving',
    memo: 'Detail van de omzet',
  }),
  inBelgium({
    account: 'Numéro de compte',
    reference: 'Numéro de mouvement',
    date: 'Date comptable',
    amount: 'Montant',
    currency: 'Devise',
    payee: 'Libellés',
    memo: 'Détails du mouvement',
  }),
  {
    name: 'ing-pl',
    headers: [
      'Data transakcji',
      'Data księgowania',
      'Dane kontrahenta',
      'Tytuł',
      'Nr transakcji',
      'Kwota transakcji (waluta rachunku)',
    ],
    options: {
      date: 'Data księgowania',
      dateElse: 'Data transakcji',
      payee: 'Dane kontrahenta',
      memo: 'Tytuł',
      reference: 'Nr transakcji',
      amount: 'Kwota transakcji (waluta rachunku)',
      balance: 'Saldo po transakcji',
      account: 'Konto',
      flag: null,
      flip: false,
    },
  },
];

type Belgian = Readonly<
  Record<'account' | 'reference' | 'date' | 'amount' | 'currency' | 'payee' | 'memo', string>
>;

function inBelgium(columns: Belgian): KnownExport {
  return {
    name: 'ing-be',
    headers: Object.values(columns),
    options: { ...columns, dateOrder: 'DMY', flag: null, flip: false },
  };
}
