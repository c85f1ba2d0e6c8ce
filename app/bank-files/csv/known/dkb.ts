import type { KnownExport } from '../known-export-profile-types.ts';

/** DKB, which names payer and recipient of each row: the other side is the one that is not oneself. */
export const dkb: KnownExport = {
  name: 'dkb',
  headers: [
    'Buchungsdatum',
    'Wertstellung',
    'Status',
    'Zahlungspflichtige*r',
    'Zahlungsempfänger*in',
    'Verwendungszweck',
  ],
  options: {
    date: 'Buchungsdatum',
    dateOrder: 'DMY',
    memo: 'Verwendungszweck',
    status: 'Status',
    flag: null,
    flip: false,
  },
  complete: (line, text) => ({
    ...line,
    payee: text(line.amountMinor < 0n ? 'Zahlungsempfänger*in' : 'Zahlungspflichtige*r'),
  }),
};
