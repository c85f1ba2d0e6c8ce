import { describe, expect, it } from 'vitest';
import { inShort, readText, refusedAt, rowsOf } from '../testing/read-text.ts';

describe('CAMT', () => {
  it.each(['053.001.02', '053.001.08', '052.001.06', '054.001.04'])('is read in version %s', (version) => {
    const root = {
      '053': ['BkToCstmrStmt', 'Stmt'],
      '052': ['BkToCstmrAcctRpt', 'Rpt'],
      '054': ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'],
    }[version.slice(0, 3)] as [string, string];
    const text = file(entry({ amount: '5.00' }))
      .replaceAll('BkToCstmrStmt', root[0])
      .replaceAll('Stmt>', `${root[1]}>`);
    expect(
      inShort(text.replace('053.001.02', version).replaceAll(`BkToCstmr${root[1]}>`, `${root[0]}>`)),
    ).toEqual(['2026-01-10 -500 Shop']);
  });

  it('is read with a prefix, a time in the day, and names and states of newer versions', () => {
    const text = file(
      entry({ amount: '5.00' })
        .replace('<Dt>2026-01-10</Dt>', '<DtTm>2026-01-10T23:30:00-05:00</DtTm>')
        .replace('<Cdtr><Nm>Shop</Nm></Cdtr>', '<Cdtr><Pty><Nm>Shop</Nm></Pty></Cdtr>')
        .replace('<Sts>BOOK</Sts>', '<Sts><Cd>BOOK</Cd></Sts>'),
    ).replaceAll(/<(\/?)(?=[A-Z])/g, '<$1n:');
    expect(inShort(text.replace('xmlns=', 'xmlns:n='))).toEqual(['2026-01-10 -500 Shop']);
  });

  it('marks what is pending, and leaves out what is only information', () => {
    const text = file(entry({ amount: '5.00', status: 'PDNG' }) + entry({ amount: '6.00', status: 'INFO' }));
    expect(rowsOf(text)).toMatchObject([{ amountMinor: -500n, pending: true }]);
    expect(rowsOf(text)).toHaveLength(1);
  });

  it('reads the reversal of a bank that repeats the mark of what it reverses, by the balances', () => {
    const reversed = entry({ amount: '5.00' }) + entry({ amount: '5.00', more: '<RvslInd>true</RvslInd>' });
    expect(
      rowsOf(file(reversed, balance('OPBD', '9.00') + balance('CLBD', '9.00'))).map(
        ({ amountMinor }) => amountMinor,
      ),
    ).toEqual([-500n, 500n]);
    expect(rowsOf(file(reversed)).map(({ amountMinor }) => amountMinor)).toEqual([-500n, -500n]);
  });

  it('refuses rows that do not add up to the balance, unless told to take them', () => {
    const text = file(entry({ amount: '5.00' }), balance('OPBD', '9.00') + balance('CLBD', '3.00'));
    expect(refusedAt(text)).toEqual(['1 CLBD']);
    expect(rowsOf(text, { balances: 'ignore' })).toHaveLength(1);
  });

  it('refuses an amount with a sign, beside the mark that says the way', () => {
    expect(refusedAt(file(entry({ amount: '-5.00' })))).toEqual(['1 Amt']);
  });

  it('refuses an entry in another currency than the account', () => {
    const text = file(entry({ amount: '5.00' }), balance('OPBD', '9.00') + balance('CLBD', '4.00'));
    expect(refusedAt(text.replace(/(<Ntry>\s*<Amt Ccy=")EUR/, '$1USD'))).toEqual(['1 Amt']);
  });

  it('counts the entry where the transactions are before charges, and splits a batch net of them', () => {
    const detail = (amount: string, charge = '') =>
      `<TxDtls><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>${charge}<RltdPties><Dbtr><Nm>P${amount}</Nm></Dbtr></RltdPties></TxDtls>`;
    const charge = '<Chrgs><Rcrd><Amt Ccy="EUR">0.50</Amt><CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Chrgs>';
    const batch = (total: string, details: string) => file(entry({ amount: total, way: 'CRDT', details }));
    expect(inShort(batch('9.50', detail('10.00', charge)))).toEqual(['2026-01-10 950 P10.00']);
    expect(inShort(batch('29.00', detail('10.00', charge) + detail('20.00', charge)))).toEqual([
      '2026-01-10 950 P10.00',
      '2026-01-10 1950 P20.00',
    ]);
    expect(inShort(batch('30.00', detail('10.00') + detail('20.00')))).toHaveLength(2);
    expect(inShort(batch('30.00', detail('10.00') + detail('20.00')), { batches: 'whole' })).toEqual([
      '2026-01-10 3000 ',
    ]);
    expect(inShort(batch('29.10', detail('10.00') + detail('20.00')))).toEqual(['2026-01-10 2910 ']);
  });

  it('keeps a batch of which the bank kept a charge as one row, with the names in its note', () => {
    const detail = (amount: string, name: string) =>
      `<TxDtls><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RltdPties><Dbtr><Nm>${name}</Nm></Dbtr></RltdPties></TxDtls>`;
    const text = file(
      entry({ amount: '29.00', way: 'CRDT', details: detail('10.00', 'Anna') + detail('20.00', 'Beat') }),
    );
    const charged = text.replace(
      '<NtryDtls>',
      '<Chrgs><Rcrd><Amt Ccy="EUR">1.00</Amt></Rcrd></Chrgs><NtryDtls>',
    );
    for (const one of [text, charged])
      expect(rowsOf(one)).toMatchObject([{ amountMinor: 2900n, payee: '', memo: 'Anna, Beat' }]);
  });

  it('keeps a reversed batch whose transactions have the marks of what is reversed as one row', () => {
    const detail = (amount: string, name: string) =>
      `<TxDtls><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><RltdPties><Cdtr><Nm>${name}</Nm></Cdtr></RltdPties></TxDtls>`;
    const details = detail('10.00', 'Anna') + detail('20.00', 'Beat');
    const text = file(entry({ amount: '30.00', way: 'CRDT', more: '<RvslInd>true</RvslInd>', details }));
    expect(rowsOf(text)).toMatchObject([{ amountMinor: 3000n, memo: 'Anna, Beat' }]);
    expect(inShort(text.replace('<RvslInd>true</RvslInd>', ''))).toEqual(['2026-01-10 3000 ']);
  });

  it('joins lines of remittance, else takes the reference of the creditor, else what the bank adds', () => {
    const memo = (details: string, more = '') =>
      rowsOf(file(entry({ amount: '1', details: `<TxDtls>${details}</TxDtls>`, more })))[0]?.memo;
    expect(memo('<RmtInf><Ustrd>a</Ustrd><Ustrd>b\nc</Ustrd></RmtInf>')).toBe('a b c');
    expect(memo('<RmtInf><Strd><CdtrRefInf><Ref>RF18</Ref></CdtrRefInf></Strd></RmtInf>')).toBe('RF18');
    expect(memo('', '<AddtlNtryInf>card fee</AddtlNtryInf>')).toBe('card fee');
  });

  it('takes the next reference where one is not provided', () => {
    const reference = (refs: string) =>
      rowsOf(file(entry({ amount: '1', details: `<TxDtls><Refs>${refs}</Refs></TxDtls>` })))[0]?.reference;
    expect(reference('<EndToEndId>E1</EndToEndId><AcctSvcrRef>S</AcctSvcrRef>')).toBe('E1');
    expect(reference('<EndToEndId>NOTPROVIDED</EndToEndId><AcctSvcrRef>S</AcctSvcrRef>')).toBe('S');
    expect(reference('')).toBe('R1');
  });

  it('gives one statement for pages of an account, and two for two currencies of one number', () => {
    const page = (currency: string) =>
      file(entry({ amount: '1', currency })).match(/<Stmt>.*<\/Stmt>/s)?.[0] ?? '';
    const both = (first: string, second: string) =>
      file('').replace(/<Stmt>.*<\/Stmt>/s, page(first) + page(second).replace('<Ccy>EUR', `<Ccy>${second}`));
    expect(readText(both('EUR', 'EUR'))).toMatchObject([{ account: 'NL00', rows: [{}, {}] }]);
    expect(readText(both('EUR', 'USD'))).toMatchObject([
      { account: 'NL00 EUR' },
      { account: 'NL00 USD', rows: [{ account: 'NL00 USD' }] },
    ]);
  });

  it('refuses XML that is broken, of something else or full of entities, by line', () => {
    expect(refusedAt(file(entry({ amount: '1' })).slice(0, -30))[0]).toMatch(/^1 \d+$/);
    expect(refusedAt('<?xml version="1.0"?><invoice/>')).toEqual(['1 null']);
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><BkToCstmrStmt>&c;</BkToCstmrStmt>';
    expect(readText(bomb)).toMatchObject([{ status: 'refuse' }]);
  });

  it.each([
    ['amount', { amount: '1,00' }, '1 Amt'],
    ['digits', { amount: '1.005' }, '1 Amt'],
    ['way', { amount: '1', way: 'OUT' }, '1 CdtDbtInd'],
    ['day', { amount: '1', day: '2026-02-30' }, '1 BookgDt'],
    ['currency', { amount: '1', currency: 'XYZ' }, '1 Ccy'],
  ])('refuses a wrong %s by line', (_, wrong, place) => {
    expect(refusedAt(file(entry(wrong)))).toEqual([place]);
  });
});

interface Parts {
  readonly amount: string;
  readonly currency?: string;
  readonly way?: string;
  readonly status?: string;
  readonly day?: string;
  readonly more?: string;
  readonly details?: string;
}

function entry({
  amount,
  currency = 'EUR',
  way = 'DBIT',
  status = 'BOOK',
  day = '2026-01-10',
  more = '',
  details,
}: Parts): string {
  const shop = '<TxDtls><RltdPties><Cdtr><Nm>Shop</Nm></Cdtr></RltdPties></TxDtls>';
  return `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${way}</CdtDbtInd>${more.startsWith('<Rvsl') ? more : ''}<Sts>${status}</Sts><BookgDt><Dt>${day}</Dt></BookgDt><AcctSvcrRef>R1</AcctSvcrRef><NtryDtls>${details ?? shop}</NtryDtls>${more.startsWith('<Addtl') ? more : ''}</Ntry>`;
}

function balance(code: string, amount: string): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>`;
}

function file(entries: string, balances = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr/><Stmt><Acct><Id><IBAN>NL00</IBAN></Id><Ccy>EUR</Ccy></Acct>${balances}${entries}</Stmt></BkToCstmrStmt></Document>`;
}
