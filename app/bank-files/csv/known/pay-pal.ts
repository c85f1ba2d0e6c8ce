import type { Options } from '../../options.ts';
import type { KnownExport } from '../known-export-profile-types.ts';

/** Headers of PayPal in one language. */
interface Words {
  readonly date: string;
  readonly time: string;
  readonly type: string;
  readonly currency: string;
  readonly gross: string;
  readonly net: string;
  readonly reference: string;
  readonly subject: string;
  readonly note: string;
  readonly impact: string;
}

/**
 * PayPal: what counts for the account is the net amount. Rows without effect on the balance, such as authorisations, are
 * left out.
 */
export const payPal: readonly KnownExport[] = [
  inLanguage({
    date: 'Date',
    time: 'Time',
    type: 'Type',
    currency: 'Currency',
    gross: 'Gross',
    net: 'Net',
    reference: 'Transaction ID',
    subject: 'Subject',
    note: 'Note',
    impact: 'Balance Impact',
  }),
  inLanguage({
    date: 'Datum',
    time: 'Uhrzeit',
    type: 'Typ',
    currency: 'Währung',
    gross: 'Brutto',
    net: 'Netto',
    reference: 'Transaktionscode',
    subject: 'Betreff',
    note: 'Hinweis',
    impact: 'Auswirkung auf Guthaben',
  }),
  ofBalances('Date', 'Time', 'Description', 'Currency', 'Gross', 'Fee', 'Net', 'Balance', 'Transaction ID'),
  ofBalances(
    'Datum',
    'Uhrzeit',
    'Beschreibung',
    'Währung',
    'Brutto',
    'Entgelt',
    'Netto',
    'Guthaben',
    'Transaktionscode',
  ),
];

/** The report of what changed the balance, which has neither type nor state. */
function ofBalances(
  ...headers: readonly [
    date: string,
    time: string,
    description: string,
    currency: string,
    gross: string,
    fee: string,
    net: string,
    balance: string,
    reference: string,
  ]
): KnownExport {
  const [date, , description, currency, , , amount, balance, reference] = headers;
  const columns = { date, payee: 'Name', memo: null, reference, amount, currency, balance };
  return {
    name: 'paypal',
    headers: [...headers, 'Name'],
    options: { ...columns, fee: null, flag: null, flip: false, account: null },
    complete: (line, text) => ({
      ...line,
      payee: line.payee || text(description),
      memo: line.payee === '' ? '' : text(description),
    }),
  };
}

function inLanguage(words: Words): KnownExport {
  const { date, time, type, currency, gross, net, reference, subject, note, impact } = words;
  const options: Options = {
    date,
    payee: 'Name',
    memo: null,
    reference,
    amount: net,
    currency,
    fee: null,
    status: 'Status',
    flag: null,
    flip: false,
    account: null,
  };
  return {
    name: 'paypal',
    headers: [date, time, 'Name', type, 'Status', currency, gross, net],
    options,
    complete(line, text) {
      if (/^memo$/i.test(text(impact))) return undefined;
      return { ...line, payee: line.payee || text(type), memo: text(subject) || text(note) };
    },
  };
}
