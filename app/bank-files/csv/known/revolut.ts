import { isFailed } from '../failed-and-pending-states.ts';
import type { KnownExport } from '../known-export-profile-types.ts';

/** Revolut: the fee comes on top of the amount, and what is not booked yet has no completed date. */
export const revolut: readonly KnownExport[] = [
  inLanguage(
    [
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
    'Balance',
    ['REVERTED', 'DECLINED', 'FAILED', 'CANCELLED'],
  ),
  inLanguage(
    [
      'Art',
      'Produkt',
      'Datum des Beginns',
      'Datum des Abschlusses',
      'Beschreibung',
      'Betrag',
      'Gebühr',
      'Währung',
      'Status',
    ],
    'Kontostand',
    ['RÜCKGÄNGIG GEMACHT', 'ABGELEHNT', 'FEHLGESCHLAGEN', 'STORNIERT'],
  ),
];

type Headers = readonly [
  type: string,
  product: string,
  started: string,
  completed: string,
  description: string,
  amount: string,
  fee: string,
  currency: string,
  state: string,
];

function inLanguage(headers: Headers, balance: string, failed: readonly string[]): KnownExport {
  const [, product, started, completed, description, amount, fee, currency, state] = headers;
  return {
    name: 'revolut',
    headers,
    options: {
      date: completed,
      dateElse: started,
      payee: description,
      memo: null,
      reference: null,
      amount,
      fee,
      currency,
      balance,
      flag: null,
      flip: false,
      account: product,
      status: state,
      skipWhere: { [state]: failed },
    },
    complete: (line, text) => (isFailed(text(state)) ? undefined : line),
  };
}
