import { describe, expect, it } from 'vitest';
import { askedAbout, inShort, readText, refusedAt, rowsOf } from '../testing/read-text.ts';

describe('QIF', () => {
  it('is read without an account, without the last end, and with the total of newer versions', () => {
    expect(inShort('!Type:Bank\nD01/25/2026\nT-1.00\nPOne\n^\nD01/26/2026\nU-2.00\nPTwo')).toEqual([
      '2026-01-25 -100 One',
      '2026-01-26 -200 Two',
    ]);
  });

  it('is read without a header', () => {
    expect(inShort('D01/25/2026\nT-1.00\nPOne\n^\nD01/26/2026\nT2.00\nPTwo\n^\n')).toHaveLength(2);
  });

  it('takes the account from the opening balance where no other record names it', () => {
    const text =
      '!Type:Bank\nD01/25/2026\nT500.00\nPOpening Balance\nL[Checking]\n^\nD01/26/2026\nT-1.00\nPOne\n^\n';
    expect(readText(text)).toMatchObject([
      { account: 'Checking', openingMinor: 50000n, rows: [{ amountMinor: -100n, account: 'Checking' }] },
    ]);
  });

  it('asks for the order of days where none decides, and for the decimal sign', () => {
    const text = '!Type:CCard\nD01/02/2026\nT-1,000\nPOne\n^\nD03/04/2026\nT2,000\nPTwo\n^\n';
    expect(askedAbout(text)).toEqual(['dateOrder', 'decimal']);
    expect(inShort(text, { dateOrder: 'DMY', decimal: '.' })).toEqual([
      '2026-02-01 -100000 One',
      '2026-04-03 200000 Two',
    ]);
  });

  it('is read as Europe writes it', () => {
    expect(inShort("!Type:Bank\nD31.01.2026\nT-1.234,50\nPOne\n^\nD01.02'26\nT5,00\nPTwo\n^\n")).toEqual([
      '2026-01-31 -123450 One',
      '2026-02-01 500 Two',
    ]);
  });

  it('takes a class from a move, and keeps a category as it is', () => {
    const account = '!Account\nNChecking\nTBank\n^\n!Type:Bank\n';
    expect(
      rowsOf(`${account}D2026-01-05\nT-5\nL[Savings]/Home\n^\nD2026-01-06\nT-6\nLFood:Lunch\n^\n`),
    ).toMatchObject([
      { account: 'Checking', movedTo: { account: 'Savings', amountMinor: 500n, currency: 'EUR' } },
      { category: 'Food:Lunch' },
    ]);
  });

  it('has one row for a move, from the account that it left, whichever comes first', () => {
    const half = (account: string, amount: string, other: string) =>
      `!Account\nN${account}\nTBank\n^\n!Type:Bank\nD2026-01-05\nT${amount}\nL[${other}]\n^\n`;
    const statements = readText(half('B', '5.00', 'A') + half('A', '-5.00', 'B'));
    expect(statements).toMatchObject([
      { account: 'B', rows: [] },
      { account: 'A', rows: [{ amountMinor: -500n, movedTo: { account: 'B', amountMinor: 500n } }] },
    ]);
  });

  it('keeps two equal moves apart, and one that only one account lists', () => {
    const list = (account: string, amount: string, other: string, times: number) =>
      `!Account\nN${account}\n^\n!Type:Bank\n${`D2026-01-05\nT${amount}\nL[${other}]\n^\n`.repeat(times)}`;
    expect(rowsOf(list('A', '-5', 'B', 2) + list('B', '5', 'A', 2))).toHaveLength(2);
    expect(rowsOf(list('A', '-5', 'B', 2) + list('B', '5', 'A', 1))).toHaveLength(2);
    expect(rowsOf(list('A', '-5', 'C', 1))).toHaveLength(1);
  });

  it('keeps the parts of a split with their notes, and refuses those that do not add up', () => {
    const text = '!Type:Bank\nD2026-01-05\nT-30.00\nPStore\nSFood\nEbread\n$-10.00\nSHouse\n$-20.00\n^\n';
    expect(rowsOf(text)).toMatchObject([
      {
        amountMinor: -3000n,
        splits: [
          { category: 'Food', amountMinor: -1000n, memo: 'bread' },
          { category: 'House', amountMinor: -2000n, memo: '' },
        ],
      },
    ]);
    expect(refusedAt(text.replace('-20.00', '-21.00'))).toEqual(['2 $']);
  });

  it('tells the opening balance from the rows', () => {
    const text =
      '!Account\nNA\nTBank\n^\n!Type:Bank\nD2026-01-01\nT100.00\nPOpening Balance\nL[A]\n^\nD2026-01-05\nT-1.00\nPx\n^\n';
    expect(readText(text)).toMatchObject([
      { openingMinor: 10000n, rows: [{ amountMinor: -100n }], leftOut: [{ line: 6 }] },
    ]);
  });

  it('refuses what is wrong by line, and leaves out investments', () => {
    expect(refusedAt('!Type:Bank\nD2026-01-05\nPNo amount\n^\n')).toEqual(['2 T']);
    expect(refusedAt('!Type:Bank\nT5\nPNo day\n^\n')).toEqual(['2 D']);
    expect(refusedAt('!Type:Bank\nD2026-02-30\nT5\n^\n')).toEqual(['2 D']);
    expect(refusedAt('!Type:Bank\nD2026-01-05\nU5.00\nT5.01\n^\n')).toEqual(['4 T']);
    expect(inShort('!Type:Bank\nD2026-01-05\nU5.00\nT5.00\nPx\n^\n')).toEqual(['2026-01-05 500 x']);
    expect(refusedAt('!Type:Invst\nD2026-01-05\nNBuy\n^\n')).toEqual(['2 null']);
    const both = '!Type:Bank\nD2026-01-05\nT5\n^\n!Type:Invst\nD2026-01-05\nNBuy\n^\n';
    expect(readText(both)).toMatchObject([{ rows: [{ amountMinor: 500n }], leftOut: [{ line: 6 }] }]);
    expect(refusedAt('!Type:Bank\n')).toEqual(['null null']);
  });

  it('takes no notice of lists of categories and classes', () => {
    expect(inShort('!Type:Cat\nNFood\nDWhat is eaten\nE\n^\n!Type:Bank\nD2026-01-05\nT5\nPx\n^\n')).toEqual([
      '2026-01-05 500 x',
    ]);
  });

  it('counts a move once that another account lists as one where it is split, or a day later', () => {
    const text = (amount: string, day: string) =>
      '!Account\nNChecking\n^\n!Type:Bank\nD1/13/2026\nT-300.00\nPBoth\nSFood\n$-100.00\nS[Savings]\n$-150.00\nS[Savings]\n$-50.00\n^\n' +
      'D1/20/2026\nT-7.00\nL[Savings]\n^\n' +
      `!Account\nNSavings\n^\n!Type:Bank\nD${day}\nT${amount}\nPBoth\nL[Checking]\n^\nD1/21/2026\nT7.00\nL[Checking]\n^\n`;
    expect(inShort(text('200.00', '1/13/2026'))).toEqual(['2026-01-13 -30000 Both', '2026-01-20 -700 ']);
    expect(inShort(text('200.00', '1/15/2026'))).toHaveLength(2);
    expect(inShort(text('200.00', '1/27/2026'))).toHaveLength(3);
    expect(inShort(text('201.00', '1/13/2026'))).toHaveLength(3);
  });

  it('names the half of a move that it leaves out where the other has another day', () => {
    const half = (account: string, day: number, amount: string, payee: string, other: string) =>
      `!Account\nN${account}\n^\n!Type:Bank\nD1/${day}/2026\nT${amount}\nP${payee}\nL[${other}]\n^\n`;
    const text = half('A', 15, '-5.00', 'Savings plan', 'B') + half('B', 18, '5.00', 'From giro', 'A');
    expect(readText(text)).toMatchObject([
      { account: 'A', rows: [{}], leftOut: [{ line: 14 }] },
      { account: 'B', rows: [], leftOut: [{ line: 14 }] },
    ]);
    expect(readText(text.replace('1/18', '1/15'))).toMatchObject([{ rows: [{}], leftOut: [] }, {}]);
  });
});
