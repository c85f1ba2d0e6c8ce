import { describe, expect, it } from 'vitest';
import { askedAbout, inShort, readText, refusedAt, rowsOf } from '../testing/read-text.ts';

const HEADER = 'OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\n\n';

describe('OFX', () => {
  it('is read with every element left open, one on each line or all on one', () => {
    const text = statement(
      '<STMTTRN>\n<TRNTYPE>DEBIT\n<DTPOSTED>20260105\n<TRNAMT>-1.00\n<FITID>A\n<NAME>One\n<MEMO>more\n</STMTTRN>\n',
    );
    expect(rowsOf(text)).toEqual([
      {
        date: '2026-01-05',
        amountMinor: -100n,
        currency: 'USD',
        payee: 'One',
        memo: 'more',
        reference: 'A',
        account: '1',
      },
    ]);
    expect(rowsOf(HEADER + text.slice(HEADER.length).replaceAll('\n', ''))).toEqual(rowsOf(text));
  });

  it('is read with transactions that are never closed', () => {
    const text = statement(`${open('A', '-1.00')}${open('B', '2.00')}`.replaceAll('</STMTTRN>', ''));
    expect(inShort(text)).toEqual(['2026-01-05 -100 A', '2026-01-05 200 B']);
  });

  it('is read with empty elements, closed or not', () => {
    const one =
      '<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260105<TRNAMT>-1.00<FITID><CHECKNUM><NAME>One<MEMO></MEMO></STMTTRN>';
    expect(rowsOf(statement(one))).toMatchObject([{ payee: 'One', memo: '', reference: '' }]);
  });

  it('is read with bare ampersands, entities and brackets that are no tags', () => {
    expect(inShort(statement(open('A &amp; B & C &#233; &lt;x', '-1.00')))).toEqual([
      '2026-01-05 -100 A & B & C é <x',
    ]);
    expect(inShort(statement(open('2 < 3', '-1.00')))).toEqual(['2026-01-05 -100 2 < 3']);
  });

  it('is read as XML, with a prefix and CDATA', () => {
    const text =
      '<?xml version="1.0" encoding="UTF-8"?>\n<?OFX OFXHEADER="200" VERSION="211"?>\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR</CURDEF><BANKACCTFROM><ACCTID>7</ACCTID></BANKACCTFROM>' +
      '<BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20260105</DTPOSTED><TRNAMT>-1.50</TRNAMT><FITID>1</FITID><NAME><![CDATA[A & B]]></NAME></STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>';
    expect(inShort(text)).toEqual(['2026-01-05 -150 A & B']);
  });

  it('is read as the bank has corrected it', () => {
    const named = (name: string, amount: string) => open(name, amount).replace('<FITID>1', `<FITID>${name}`);
    const correcting = (name: string, amount: string, id: string, action: string) =>
      named(name, amount).replace('</STMTTRN>', `<CORRECTFITID>${id}<CORRECTACTION>${action}</STMTTRN>`);
    const text = statement(
      named('A', '-1.00') +
        named('B', '-2.00') +
        named('C', '-3.00') +
        correcting('D', '-1.10', 'A', 'REPLACE') +
        correcting('E', '-2.00', 'B', 'DELETE') +
        correcting('F', '-4.00', 'of last month', 'REPLACE') +
        correcting('G', '-5.00', 'of last month too', 'DELETE'),
    );
    expect(inShort(text)).toEqual(['2026-01-05 -300 C', '2026-01-05 -110 D', '2026-01-05 -400 F']);
    const [read] = readText(text);
    expect(read?.leftOut?.map(({ message }) => message.slice(0, 30))).toEqual([
      'The bank corrected this transa',
      'The bank corrected this transa',
      'This is no transaction: it tak',
      'This is no transaction: the ba',
    ]);
  });

  it('takes the name from the payee, and keeps the balance', () => {
    const one =
      '<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260105<TRNAMT>-1.00<FITID>A<PAYEE><NAME>Payee<ADDR1>Street</PAYEE></STMTTRN>';
    const [read] = readText(statement(one, '<LEDGERBAL><BALAMT>-12.30<DTASOF>20260131</LEDGERBAL>'));
    expect(read).toMatchObject({ rows: [{ payee: 'Payee' }], closingMinor: -1230n });
  });

  it.each([
    ['-1,50', -150n],
    ['+1.5', 150n],
    ['-.50', -50n],
    ['-1.50000', -150n],
    [' -1.50 ', -150n],
  ])('reads the amount "%s"', (amount, minor) => {
    expect(rowsOf(statement(open('A', amount)))).toMatchObject([{ amountMinor: minor }]);
  });

  it.each(['-1.505', '12,34.50', 'one', ''])('refuses the amount "%s" by line', (amount) => {
    expect(refusedAt(statement(open('A', amount)))).toEqual(['13 TRNAMT']);
  });

  it('reads a comma by all amounts of the file, and asks where none decides', () => {
    const two = (first: string, second: string) => statement(`${open('A', first)}${open('B', second)}`);
    expect(inShort(two('-1,250', '100.50'))).toEqual(['2026-01-05 -125000 A', '2026-01-05 10050 B']);
    expect(inShort(two('-1.250,00', '1,5'))).toEqual(['2026-01-05 -125000 A', '2026-01-05 150 B']);
    expect(askedAbout(two('-1,250', '100'))).toEqual(['decimal']);
    expect(inShort(two('-1,250', '100'), { decimal: '.' })[0]).toBe('2026-01-05 -125000 A');
    expect(refusedAt(two('-12,50', '12.50'))).toEqual(['13 TRNAMT', '13 TRNAMT']);
    expect(inShort(two('-1.250', '100'))[0]).toBe('2026-01-05 -125 A');
  });

  it('refuses a day that is none, and a currency that is none', () => {
    expect(refusedAt(statement(open('A', '-1.00').replace('20260105', '20260230')))).toEqual(['13 DTPOSTED']);
    expect(refusedAt(statement(open('A', '-1.00')).replace('USD', 'XYZ'))).toEqual(['10 CURDEF']);
  });

  it('asks for the signs where each contradicts the type beside it', () => {
    const of = (...rows: readonly (readonly [string, string])[]) =>
      statement(rows.map(([type, amount]) => open('A', amount).replace('OTHER', type)).join(''));
    const minors = (text: string, options = {}) =>
      rowsOf(text, options).map(({ amountMinor }) => amountMinor);
    const unsigned = of(['DEBIT', '12.50'], ['POS', '3.00'], ['CREDIT', '1500.00']);
    expect(askedAbout(unsigned)).toEqual(['flagSign']);
    expect(minors(unsigned, { flagSign: 'unsigned' })).toEqual([-1250n, -300n, 150000n]);
    expect(minors(unsigned, { flagSign: 'signed' })).toEqual([1250n, 300n, 150000n]);
    const turned = of(['DEBIT', '12.50'], ['CREDIT', '-1500.00']);
    expect(askedAbout(turned)).toEqual(['flip']);
    expect(minors(turned, { flip: true })).toEqual([-1250n, 150000n]);
    expect(minors(turned, { flip: false })).toEqual([1250n, -150000n]);
    expect(minors(of(['DEBIT', '12.50'], ['DEBIT', '-1.00'], ['CREDIT', '2.00']))).toEqual([
      1250n,
      -100n,
      200n,
    ]);
  });

  it.each(['<!', '<![CDATA[', '<?'])('is read in a moment with thousands of %j that never end', (mark) => {
    expect(rowsOf(statement(open(`A${mark.repeat(100_000)}`, '-1.00')))).toMatchObject([
      { amountMinor: -100n },
    ]);
  });

  it('keeps what was paid in another currency', () => {
    const one = open('A', '-5.00').replace(
      '<FITID>',
      '<ORIGCURRENCY><CURRATE>0.5<CURSYM>EUR<ORIGAMT>10.00</ORIGCURRENCY><FITID>',
    );
    expect(rowsOf(statement(one))).toMatchObject([
      { amountMinor: -500n, currency: 'USD', original: { amountMinor: -1000n, currency: 'EUR' } },
    ]);
  });

  it('gives one statement for an account that comes twice', () => {
    const text = statement(open('A', '-1.00'));
    const body = text.slice(text.indexOf('<STMTTRNRS>'), text.indexOf('</BANKMSGSRSV1>'));
    const both = text.replace('</BANKMSGSRSV1>', `${body.replace('<NAME>A', '<NAME>B')}</BANKMSGSRSV1>`);
    expect(readText(both)).toHaveLength(1);
    expect(inShort(both)).toEqual(['2026-01-05 -100 A', '2026-01-05 -100 B']);
  });

  it('is refused when it was cut off, and when the bank says what went wrong', () => {
    const text = statement(open('A', '-1.00'));
    expect(refusedAt(text.slice(0, text.indexOf('</STMTTRN>')))).toEqual(['13 STMTTRN']);
    const failed = `${HEADER}<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>Sign-on failed</STATUS></SONRS></SIGNONMSGSRSV1></OFX>`;
    expect(readText(failed)).toMatchObject([{ status: 'refuse', problems: [{ message: 'Sign-on failed' }] }]);
  });
});

function open(name: string, amount: string): string {
  return `<STMTTRN><TRNTYPE>OTHER<DTPOSTED>20260105<TRNAMT>${amount}<FITID>1<NAME>${name}</STMTTRN>`;
}

function statement(transactions: string, balance = ''): string {
  return `${HEADER}<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1\n<STMTRS>\n<CURDEF>USD\n<BANKACCTFROM><BANKID>0<ACCTID>1<ACCTTYPE>CHECKING</BANKACCTFROM>\n<BANKTRANLIST>\n${transactions}</BANKTRANLIST>${balance}</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;
}
