import { describe, expect, it } from 'vitest';
import { readText, refusedAt, rowsOf } from '../testing/read-text.ts';

describe('MT940', () => {
  it('is read with the envelope of SWIFT and without', () => {
    const text = file(':61:2601100110D5,00NMSCR1//B1\n:86:Shop');
    const wrapped = `{1:F01INGBNL2ABXXX0000000000}{2:I940INGBNL2AXXXN}{4:\n${text}-}\n`;
    expect(rowsOf(text)).toEqual([
      {
        date: '2026-01-10',
        amountMinor: -500n,
        currency: 'EUR',
        payee: '',
        memo: 'Shop',
        reference: 'R1',
        account: 'NL00',
      },
    ]);
    expect(rowsOf(wrapped)).toEqual(rowsOf(text));
    expect(rowsOf(`{1:F01X}{2:I940X}{4:${text}-}`)).toEqual(rowsOf(text));
  });

  it.each([
    ['D5,00', -500n],
    ['C5,', 500n],
    ['RC5,5', -550n],
    ['RD5,50', 550n],
    ['DR5,00', -500n],
    ['CR5,00', 500n],
    ['RDR5,00', 500n],
    ['C5.00', 500n],
  ])('reads mark and amount %s', (mark, minor) => {
    expect(rowsOf(file(`:61:260110${mark}NTRFNONREF`))).toMatchObject([{ amountMinor: minor }]);
  });

  it.each([
    ['260110D1,NMSC', '2026-01-10'],
    ['2601100112D1,NMSC', '2026-01-12'],
    ['2512310102D1,NMSC', '2026-01-02'],
    ['2601021231D1,NMSC', '2025-12-31'],
    ['260110    D1,NMSC', '2026-01-10'],
  ])('takes the day of %s as the day of booking', (line, day) => {
    expect(rowsOf(file(`:61:${line}NONREF`))).toMatchObject([{ date: day }]);
  });

  it.each([
    ['NTRFR1//B1', 'R1'],
    ['NTRFNONREF//B1', 'B1'],
    ['NTRFNONREF', ''],
    ['S103R 2/x//B1', 'R 2/x'],
    ['NONREF//B1', 'B1'],
    ['NET NONREF//B1', 'B1'],
    ['', ''],
  ])('takes the reference of "%s"', (rest, reference) => {
    expect(rowsOf(file(`:61:260110D1,00${rest}`))).toMatchObject([{ reference }]);
  });

  it('reads numbered parts, which are cut within words', () => {
    const text = file(
      ':61:2601100110D5,00NMSCNONREF//B1\n' +
        ':86:105?00FOLGELASTSCHRIFT?109248?20EREF+E2E-1?21MREF+M1?22CRED+DE00ZZ\n' +
        'Z?23SVWZ+Rechnung Nr. 1234567 v?24om Januar?30DEUTDEFF?31DE00?32Stadtwerke Beispielhausen G\n?33mbH?34992',
    );
    expect(rowsOf(text)).toMatchObject([
      {
        payee: 'Stadtwerke Beispielhausen GmbH',
        memo: 'Rechnung Nr. 1234567 vom Januar',
        reference: 'E2E-1',
      },
    ]);
  });

  it.each(['~', '^', '<', '+'])('reads numbered parts behind %s', (mark) => {
    const text = file(
      ':61:260110D5,00NMSCNONREF\n:86:020?00Przelew?20czynsz?21styczen?32Jan?33Kowalski'.replaceAll(
        '?',
        mark,
      ),
    );
    expect(rowsOf(text)).toMatchObject([{ payee: 'Jan Kowalski', memo: 'czynsz styczen' }]);
  });

  it('reads words between slashes', () => {
    const first = file(
      ':61:260110D5,00NTRFEREF//B1\n:86:/TRTP/SEPA OVERBOEKING/IBAN/NL00TEST/BIC/INGBNL2A/NAME/J Jansen\n/REMI/Factuur 12 of 1/2/EREF/NOTPROVIDED',
    );
    expect(rowsOf(first)).toMatchObject([{ payee: 'J Jansen', memo: 'Factuur 12 of 1/2' }]);
    const second = file(
      ':61:260110D5,00NTRFEREF//B1\n:86:/EREF/E1//CNTP/NL00TEST/INGBNL2A/J Jansen/Utrecht//REMI/USTD//Factuur 13/',
    );
    expect(rowsOf(second)).toMatchObject([{ payee: 'J Jansen', memo: 'Factuur 13', reference: 'E1' }]);
  });

  it('reads plain text, over lines and over several fields, and else the second line of the transaction', () => {
    expect(rowsOf(file(':61:260110D5,00NMSCNONREF\n:86:one\ntwo\n:86:three'))).toMatchObject([
      { memo: 'one two three' },
    ]);
    expect(rowsOf(file(':61:260110D5,00NMSCNONREF//B1\nCARD 0001'))).toMatchObject([{ memo: 'CARD 0001' }]);
  });

  it('refuses balances in two currencies, and an MT942 whose sums are not those of its rows', () => {
    expect(refusedAt(file(':61:260110D5,00NMSC').replace(/(:62F:C\d{6})EUR/, '$1USD'))).toEqual(['6 62F']);
    const report = (sums: string) =>
      `:20:X\n:25:NL00\n:28C:1\n:34F:EUR0,00\n:61:260110D5,00NMSC\n:61:260110C7,50NMSC\n${sums}`;
    expect(rowsOf(report(':90D:1EUR5,00\n:90C:1EUR7,50\n'))).toHaveLength(2);
    expect(refusedAt(report(':90D:2EUR105,00\n:90C:1EUR7,50\n'))).toEqual(['7 90D']);
    expect(rowsOf(report(':90D:2EUR105,00\n'), { balances: 'ignore' })).toHaveLength(2);
  });

  it('keeps what was paid in another currency', () => {
    const text = file(':61:260110D5,00NMSCNONREF\n/OCMT/USD5,80/\n:86:Shop');
    expect(rowsOf(text)).toMatchObject([{ memo: 'Shop', original: { amountMinor: -580n, currency: 'USD' } }]);
  });

  it('does not take what is said of the whole statement for a transaction', () => {
    const text = file(':61:260110D5,00NMSCNONREF\n:86:Shop').replace(
      /(:62F:.*)/,
      '$1\n:64:C260131EUR1,00\n:86:all of it',
    );
    expect(rowsOf(text)).toMatchObject([{ memo: 'Shop' }]);
  });

  it('joins the pages of an account, and keeps accounts and currencies apart', () => {
    const page = file(':61:260110D5,00NMSCNONREF');
    const next = page.replace(/:62F:.*/, ':62F:C260131EUR90,').replace(/:60F:.*/, ':60M:C260110EUR95,00');
    const pages = page.replace(':62F:', ':62M:') + next;
    expect(readText(pages)).toMatchObject([{ account: 'NL00', rows: [{}, {}], openingMinor: 10000n }]);
    expect(readText(page + page.replace('NL00', 'NL01'))).toMatchObject([
      { account: 'NL00' },
      { account: 'NL01' },
    ]);
    expect(readText(page + page.replaceAll('EUR', 'USD'))).toMatchObject([
      { account: 'NL00 EUR' },
      { account: 'NL00 USD' },
    ]);
  });

  it('has the digits of the currency', () => {
    const yen = file(':61:260110D500,NMSCNONREF', 'JPY');
    expect(rowsOf(yen)).toMatchObject([{ amountMinor: -500n, currency: 'JPY' }]);
    const odd = yen.replaceAll('JPY', 'EUR').replace('D500,', 'D5,055');
    expect(refusedAt(odd)).toEqual(['5 61']);
    expect(rowsOf(file(':61:260110D5,055NMSCNONREF', 'KWD'))).toMatchObject([{ amountMinor: -5055n }]);
  });

  it('reads MT942, which has no balances, and marks what is only expected', () => {
    const text =
      ':20:X\n:25:NL00\n:28C:1\n:34F:CHF0,\n:13D:2601101200+0100\n:61:260110C5,00NTRFNONREF\n:86:a\n:61:260110EC6,00NTRFNONREF\n:86:b\n:90D:0CHF0,\n';
    expect(rowsOf(text)).toMatchObject([
      { amountMinor: 500n, currency: 'CHF' },
      { amountMinor: 600n, pending: true },
    ]);
  });

  it.each([
    ['a line that is none', ':61:nothing', '5 61'],
    ['a day that is none', ':61:260230D5,00NMSC', '5 61'],
    ['a day of booking that is none', ':61:2601100230D5,00NMSC', '5 61'],
    ['an amount that is none', ':61:260110D5,0,0NMSC', '5 61'],
  ])('refuses %s', (_, line, place) => {
    expect(refusedAt(file('').replace('\n\n', `\n${line}\n`))).toEqual([place]);
  });

  it('refuses a point before three digits, which may be thousands', () => {
    const text = ':20:1\n:25:NL00\n:34F:EUR0,\n:61:2601100110D1.250NMSCR1//B1\n:86:Shop\n';
    expect(refusedAt(text)).toEqual(['4 61']);
    expect(rowsOf(text.replace('1.250', '1.25'))).toMatchObject([{ amountMinor: -125n }]);
  });

  it('refuses rows that do not add up, and a file that was cut off', () => {
    const text = file(':61:260110D5,00NMSCNONREF');
    expect(refusedAt(text.replace(/:62F:.*/, ':62F:C260131EUR94,00'))).toEqual(['6 62F']);
    expect(rowsOf(text.replace(/:62F:.*/, ':62F:C260131EUR94,00'), { balances: 'ignore' })).toHaveLength(1);
    expect(refusedAt(text.replace(/:62F:.*\n/, ''))).toEqual(['5 62F']);
  });
});

/** One page with an opening balance of 100, and the closing balance that the marks of its transactions lead to. */
function file(transactions: string, currency = 'EUR'): string {
  const sum = [...transactions.matchAll(/^:61:\d{6}(?:\d{4}|\s{4})?(R?)([CD])[A-Z]?(\d[\d.,]*)/gm)].reduce(
    (all, [, reversal, mark, amount]) => {
      const minor = Number(amount?.replace(',', '.')) * 1000;
      return all + ((mark === 'C') === (reversal === '') ? minor : -minor);
    },
    100_000,
  );
  const closing = (Math.abs(sum) / 1000).toFixed(3).replace('.', ',').replace(/0+$/, '');
  return `:20:STARTUMS\n:25:NL00\n:28C:1/1\n:60F:C260101${currency}100,00\n${transactions}\n:62F:${sum < 0 ? 'D' : 'C'}260131${currency}${closing}\n`;
}
