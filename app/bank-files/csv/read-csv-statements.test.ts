import { describe, expect, it } from 'vitest';
import { askedAbout, inShort, readText, refusedAt, rowsOf } from '../testing/read-text.ts';

describe('the frame of a CSV file', () => {
  it.each([
    ',',
    ';',
    '\t',
    '|',
    '^',
    '~',
    '#',
    '¦',
  ])('is read with the delimiter %j, whatever else its texts hold', (delimiter) => {
    const others = [',', ';', '|'].filter((other) => other !== delimiter).join(' and ');
    const text = [
      ['Date', 'Payee', 'Amount'],
      ['2026-01-05', `A ${others} B`, '-1.50'],
      ['2026-01-06', 'C', '2.00'],
    ];
    expect(inShort(text.map((cells) => cells.join(delimiter)).join('\n'))).toEqual([
      `2026-01-05 -150 A ${others} B`,
      '2026-01-06 200 C',
    ]);
  });

  it('may have lines above with delimiters, days and amounts', () => {
    const text =
      'Kontostand;01.01.2026;1.000,00\nZeitraum;01.01.2026;31.01.2026\n\nBuchungstag;Text;Betrag;Saldo\n05.01.2026;A;-1,00;999,00\n';
    expect(inShort(text)).toEqual(['2026-01-05 -100 A']);
  });

  it('may have a summary above with headers of its own', () => {
    const text =
      'Account,Currency,Opening balance,Balance,Date\nGiro,EUR,100.00,95.00,2026-01-31\n\nDate,Payee,Amount\n2026-01-05,A,-5.00\n';
    expect(inShort(text, { headerLine: 4 })).toEqual(['2026-01-05 -500 A']);
    const short = 'Account,Balance,Currency\nGiro,95.00,EUR\n\nDate,What,Amount\n2026-01-05,A,-5.00\n';
    expect(inShort(short)).toEqual(['2026-01-05 -500 A']);
  });

  it('takes a tab as a shell gives it', () => {
    expect(inShort('Date\tPayee\tAmount\n2026-01-05\tA\t-5.00\n', { delimiter: '\\t' })).toEqual([
      '2026-01-05 -500 A',
    ]);
  });

  it('may have no header', () => {
    expect(inShort('2026-01-05;Bäcker;-3,20\n2026-01-06;Arbeit;1.000,00\n')).toEqual([
      '2026-01-05 -320 Bäcker',
      '2026-01-06 100000 Arbeit',
    ]);
    expect(inShort('01/05/2026,-5.00,*,,COFFEE\n01/25/2026,-6.00,*,,BOOKS\n')).toEqual([
      '2026-01-05 -500 COFFEE',
      '2026-01-25 -600 BOOKS',
    ]);
  });

  it('without a header tells amount and balance by what adds up, and asks where nothing does', () => {
    expect(inShort('2026-01-05,Coffee,95.00,-5.00\n2026-01-06,Book,89.00,-6.00\n')).toEqual([
      '2026-01-05 -500 Coffee',
      '2026-01-06 -600 Book',
    ]);
    expect(askedAbout('2026-01-05,Coffee,95.00,-5.00\n2026-01-06,Book,80.00,-6.00\n')).toEqual(['amount']);
    expect(
      inShort('1\t20260105\t100,00\t95,00\t-5,00\tShop\n1\t20260106\t95,00\t88,00\t-7,00\tBook\n'),
    ).toEqual(['2026-01-05 -500 Shop', '2026-01-06 -700 Book']);
  });

  it('without a header tells money out from money in by the balances, and asks where nothing does', () => {
    const rows = ['01/05/2026,COFFEE,12.50,,1087.50', '01/16/2026,PAY,,1000.00,2087.50'];
    expect(inShort(rows.join('\n'))).toEqual(['2026-01-05 -1250 COFFEE', '2026-01-16 100000 PAY']);
    const without = rows.map((row) => row.replace(/,[^,]*$/, '')).join('\n');
    expect(askedAbout(without)).toEqual(['debit']);
    expect(inShort(without, { debit: 2, credit: 3 })[0]).toBe('2026-01-05 -1250 COFFEE');
    expect(askedAbout(rows.join('\n').replace('2087.50', '7.00'))).toEqual(['debit']);
  });

  it('takes a flag without a header for what it is, never as money in', () => {
    expect(inShort('20260105,D,5.00,Coffee\n20260106,C,7.00,Pay\n')).toEqual([
      '2026-01-05 -500 Coffee',
      '2026-01-06 700 Pay',
    ]);
  });

  it('keeps line breaks within quotes as spaces, and counts lines on', () => {
    const text = 'Date,Payee,Amount\r\n2026-01-05,"Two\r\nlines",-1.50\r\n2026-01-06,X,-2\r\n';
    expect(inShort(text)).toEqual(['2026-01-05 -150 Two lines', '2026-01-06 -200 X']);
    expect(refusedAt(text.replace('-2', 'two'))).toEqual(['4 Amount']);
  });

  it('reads quotes that are not doubled where each line has all its cells', () => {
    expect(inShort('Date,Payee,Amount\n2026-01-05,12" pipe,-1.00\n2026-01-06,"a "b" c",-2.00\n')).toEqual([
      '2026-01-05 -100 12" pipe',
      '2026-01-06 -200 a "b" c',
    ]);
  });

  it('refuses a quote that swallows the next row, and a row with a cell too many', () => {
    expect(refusedAt('Date,Payee,Amount\n2026-01-05,"A,-1.00\n2026-01-06,"C",-2.00\n')).toEqual(['2 null']);
    expect(refusedAt('Date,Payee,Amount\n2026-01-05,A, B,-1.00\n2026-01-06,C,-2.00\n')).toEqual(['2 Amount']);
  });

  it('names the line of a quote that never ends', () => {
    const rows = Array.from({ length: 50 }, () => '2026-01-06,B,-1').join('\n');
    expect(refusedAt(`Date,Payee,Amount\n2026-01-05,"A,-1\n${rows}\n`)).toEqual(['2 null']);
  });

  it('asks about whole amounts before cells of two digits, which may be their cents', () => {
    const text = 'Date,Payee,Amount,Note\n2026-01-05,A,-12,50\n2026-01-06,B,1500,\n';
    expect(askedAbout(text)).toEqual(['amount']);
    expect(inShort(text, { amount: 'Amount' })[0]).toBe('2026-01-05 -1200 A');
    expect(inShort(text.replace('50', 'lunch'))[0]).toBe('2026-01-05 -1200 A');
  });

  it('refuses rows in which the delimiter cuts the amounts', () => {
    expect(refusedAt('Date,Payee,Amount\n2026-01-05,A,-12,50\n2026-01-06,B,100,00\n')).toEqual([
      '2 Amount',
      '3 Amount',
    ]);
    const balance = 'Date,Payee,Amount,Balance\n2026-01-05,A,-12,50,87,50\n2026-01-06,B,1,25,88,75\n';
    expect(refusedAt(balance)).toEqual(['2 Balance', '3 Balance']);
    expect(inShort('Date,Payee,Amount\n2026-01-05,A,-12.50,food\n2026-01-06,B,1.25,gift\n')).toHaveLength(2);
  });

  it('takes the text out of formulas in every column', () => {
    expect(inShort('Date,Payee,Amount\n="2026-01-05",="A",="-1.50"\n')).toEqual(['2026-01-05 -150 A']);
  });

  it('reads quotes behind a backslash, and lines that are quoted as a whole', () => {
    expect(inShort('"Date","Payee","Amount"\n"2026-01-05","A \\"B\\", C","-1.00"\n')).toEqual([
      '2026-01-05 -100 A "B", C',
    ]);
    expect(inShort('"Date,Payee,Amount"\n"2026-01-05,A,-1.00"\n"2026-01-06,""B, C"",2.00"\n')).toEqual([
      '2026-01-05 -100 A',
      '2026-01-06 200 B, C',
    ]);
  });

  it('offers lines with figures and no day below the rows, and takes either answer', () => {
    const text = 'Date,Payee,Amount\n2026-01-05,A,-1.00\n2026-01-06,B,-2.00\nTotal,,-4.00\n';
    expect(readText(text)).toMatchObject([
      { status: 'ask', questions: [{ about: 'skipLines', choices: [[4], []] }] },
    ]);
    expect(inShort(text, { skipLines: [4] })).toHaveLength(2);
    expect(refusedAt(text, { skipLines: [] })).toEqual(['4 Date']);
  });

  it('leaves out a total that the rows add up to, below them or among them', () => {
    const text =
      'Date,Description,Amount\n01/15/2026,COFFEE,-4.50\n01/16/2026,TEA,-3.50\nSubtotal January,,-8.00\n02/15/2026,COFFEE,-4.50\nSubtotal February,,-4.50\nGrand total,,-12.50\n';
    expect(readText(text)).toMatchObject([
      { status: 'import', leftOut: [{ line: 4 }, { line: 6 }, { line: 7 }] },
    ]);
    expect(inShort(text)).toHaveLength(3);
    expect(askedAbout(text.replace('-8.00', '-9.00'))).toEqual(['skipLines']);
    const pair =
      'Date,Description,Debit,Credit\n15/01/2026,Coffee,5.00,\n20/01/2026,Pay,,500.00\n31/01/2026,Total,5.00,500.00\n';
    expect(inShort(pair)).toHaveLength(2);
    expect(askedAbout(pair.replace('Total,5.00', 'Total,6.00'))).toEqual(['skipLines']);
  });

  it('leaves out balances with a day where the figures lead to them', () => {
    const rows = ['01/01/2026,Opening Balance,1000.00,1000.00', '15/01/2026,Coffee,-5.00,995.00'];
    const text = [
      'Date,Description,Amount,Balance',
      ...rows,
      '31/01/2026,Closing Balance,995.00,995.00',
      '',
    ].join('\n');
    expect(inShort(text)).toEqual(['2026-01-15 -500 Coffee']);
    expect(readText(text)).toMatchObject([{ openingMinor: 100000n, closingMinor: 99500n }]);
    const without = text.replaceAll(/,[^,\n]*$/gm, '');
    expect(inShort(without)).toEqual(['2026-01-15 -500 Coffee']);
    expect(askedAbout(without.replace('Closing Balance,995', 'Closing Balance,996'))).toEqual(['skipLines']);
  });

  it('asks about a row with a day that is called a balance or a total, where no figure tells', () => {
    const text = (name: string) =>
      `Buchungstag;Text;Betrag\n02.01.2026;REWE;-12,50\n05.01.2026;Gehalt;1.500,00\n31.01.2026;${name};2.487,50\n`;
    for (const name of ['Endsaldo', 'Kontostand vom 31.01.2026', 'Summe', 'Saldo EUR', 'Solde précédent'])
      expect(readText(text(name))).toMatchObject([
        { questions: [{ about: 'skipLines', choices: [[4], []] }] },
      ]);
    expect(inShort(text('Endsaldo'), { skipLines: [] })[2]).toBe('2026-01-31 248750 Endsaldo');
    for (const name of ['TOTAL Tankstelle', 'Saldo-Markt']) expect(inShort(text(name))).toHaveLength(3);
    expect(askedAbout('Date,Payee,Amount\n2026-01-05,Cafe,-5.00\n2026-01-06,Total,-5.00\n')).toEqual([
      'skipLines',
    ]);
  });

  it.each([
    [
      'a deposit into an account at zero',
      '15.01.2026;A;Umbuchung;-980,00;0,00\n16.01.2026;Mutter;Saldo Januar;250,00;250,00\n17.01.2026;C;y;-30,00;220,00',
    ],
    [
      'the first deposit into an account',
      '15.01.2026;Max Muster;Saldo;1500,00;1500,00\n17.01.2026;C;y;-30,00;1470,00',
    ],
    [
      'a payment to a shop called Total with the sum of the rows above',
      '15.01.2026;REWE;a;-20,00;80,00\n16.01.2026;DM;b;-30,00;50,00\n17.01.2026;TOTAL;Tanken;-50,00;0,00\n18.01.2026;Aldi;c;-3,00;-3,00',
    ],
  ])('keeps %s', (_, rows) => {
    const text = `Datum;Empfänger;Zweck;Betrag;Saldo\n${rows}\n`;
    expect(inShort(text)).toHaveLength(rows.split('\n').length);
  });

  it.each([
    ['a first row', '16.01.2026;Saldo;1500,00;1500,00\n17.01.2026;C;-30,00;1470,00', 2],
    ['a row behind a balance of zero', '15.01.2026;A;-9,00;0,00\n16.01.2026;Saldo;5,00;5,00', 3],
    ['the oldest row at the end', '17.01.2026;C;-30,00;1470,00\n16.01.2026;Saldo;1500,00;1500,00', 3],
    [
      'a sum in the middle',
      '15.01.2026;A;-2,00;\n16.01.2026;B;-3,00;\n17.01.2026;Total;-5,00;\n18.01.2026;C;-1,00;',
      4,
    ],
    ['a sum at the end', '15.01.2026;A;-2,00;\n16.01.2026;B;-3,00;\n17.01.2026;Total;-5,00;', 4],
    [
      'two of them in the middle',
      '15.01.2026;A;-2,00;\n16.01.2026;Balance;4,00;\n17.01.2026;B;3,00;\n18.01.2026;Balance;7,00;\n18.01.2026;B;3,00;',
      3,
    ],
  ])('asks about a balance or a total with a day that may be a payment: %s', (_, rows, line) => {
    const text = `Datum;Text;Betrag;Saldo\n${rows}\n`;
    const [statement] = readText(text);
    expect(statement).toMatchObject({ status: 'ask', questions: [{ about: 'skipLines' }] });
    expect([statement?.questions[0]?.choices[0]].flat()[0]).toBe(line);
    expect(inShort(text, { skipLines: [] })).toHaveLength(rows.split('\n').length);
  });

  it('looks for no totals in an export that has none', () => {
    const n26 =
      'Booking Date,Value Date,Partner Name,Partner Iban,Type,Payment Reference,Account Name,Amount (EUR),Original Amount,Original Currency,Exchange Rate\n' +
      ['REWE,-20', 'DM,-30', 'TOTAL,-50', 'Aldi,-3']
        .map((row) => row.split(','))
        .map(([name, amount]) => `2026-01-05,2026-01-05,${name},,Presentment,,Main,${amount}.00,,,\n`)
        .join('');
    expect(readText(n26)).toMatchObject([{ status: 'import', mapping: { format: 'n26' } }]);
    expect(inShort(n26)).toHaveLength(4);
  });

  it('offers lines without a day apart from rows that may be payments', () => {
    const head = 'Datum;Empfänger;Zweck;Betrag\n';
    const real = '15.01.2026;TOTAL;Tanken;-60,00\n16.01.2026;A;b;-1,00\n;Saldo;;913,00\n';
    expect(readText(head + real)).toMatchObject([
      { questions: [{ about: 'skipLines', choices: [[4], []] }] },
    ]);
    const unclear = real.replace('Tanken', '');
    expect(readText(head + unclear)).toMatchObject([
      { questions: [{ about: 'skipLines', choices: [[4], [2, 4], [2], []] }] },
    ]);
    expect(inShort(head + unclear, { skipLines: [4] })).toHaveLength(2);
    const two = unclear.replace('16.01.2026;A;b', '16.01.2026;Summe;');
    expect(readText(`${head}14.01.2026;B;c;-2,00\n${two}`)).toMatchObject([
      { questions: [{ choices: [[5], [3, 4, 5], [3, 5], [4, 5], [3, 4], []] }] },
    ]);
    const dated = ['TOTAL', 'Summe', 'Saldo'].map((name, day) => `1${day}.01.2026;${name};;-6,00\n`).join('');
    expect(readText(`${head}09.01.2026;B;c;-2,00\n${dated}`)).toMatchObject([
      { questions: [{ choices: [[3, 4, 5], [3, 4], [3, 5], [4, 5], [3], [4], [5], []] }] },
    ]);
  });

  it('looks for totals where banks write them, and asks about a few only', () => {
    const row = (index: number, name: string, method: string) =>
      `2026-01-${String((index % 28) + 1).padStart(2, '0')},${name},-${index + 1}.50,${method}\n`;
    const rows = (name: (index: number) => string, method: (index: number) => string) =>
      Array.from({ length: 40 }, (_, index) => row(index, name(index), method(index))).join('');
    const odd = (one: string, other: string) => (index: number) => (index % 2 === 0 ? one : other);
    expect(
      inShort(
        `Date,Payee,Amount,Payment method\n${rows((index) => `Shop ${index}`, odd('Balance', 'Visa'))}`,
      ),
    ).toHaveLength(40);
    expect(inShort(`Date,Payee,Amount,X\n${rows(odd('Total', 'Shell'), () => '')}`)).toHaveLength(40);
  });

  it('refuses a balance whose amount cannot be read', () => {
    const text =
      'Datum;Name;Text;Betrag;Saldo\n15.01.2026;A;a;-5,00;990,00\n16.01.2026;B;Saldo;n/a;980,00\n17.01.2026;C;c;-5,00;975,00\n';
    expect(refusedAt(text)).toEqual(['3 Betrag']);
    expect(refusedAt(text.replace('B;Saldo', ';Saldo'))).toEqual(['3 Betrag']);
  });

  it('refuses a row without a day among the others', () => {
    expect(refusedAt('Date,Payee,Amount\n2026-01-05,A,-1.00\n,B,-1.00\n2026-03-01,C,-1\n')).toEqual([
      '3 Date',
    ]);
  });

  it('says that nothing is there', () => {
    expect(refusedAt('')).toEqual(['null null']);
    expect(refusedAt('Date,Payee,Amount\n')).toEqual(['null null']);
    expect(refusedAt('hello world\n')).toEqual(['1 null']);
  });

  it('refuses a column that is not there', () => {
    expect(refusedAt('Date,Payee,Amount\n2026-01-05,A,-1.00\n', { payee: 'Name' })).toEqual(['1 Name']);
    expect(refusedAt('Date,Payee,Amount\n2026-01-05,A,-1.00\n', { payee: 7 })).toEqual(['1 7']);
  });
});

describe('the amounts of a CSV file', () => {
  const column = (...amounts: string[]) =>
    `Date;Payee;Amount\n${amounts.map((one) => `2026-01-05;x;"${one}"\n`).join('')}`;
  const minors = (text: string, accountCurrency = 'EUR') =>
    rowsOf(text, { accountCurrency }).map(({ amountMinor }) => Number(amountMinor));

  it.each([
    ['a sign behind', ['100.00-', '100.00+', '-1.00'], [-10000, 10000, -100]],
    ['a sign twice', ['--5.00', '(-5.00)', '-5.00-'], [-500, -500, -500]],
    ['brackets', ['(5.00)', '5.00', '$(5.00)'], [-500, 500, -500]],
    ['every minus', ['−1.00', '–2.00', '-3.00', '－4.00'], [-100, -200, -300, -400]],
    ['Dr and Cr', ['1,23,456.00 Dr', '500.00 Cr', '5.00DR'], [-12345600, 50000, -500]],
    ['lakhs', ['-1,23,456.50', '-12,34,567.00'], [-12345650, -123456700]],
    ['apostrophes', ["-1'234.50", '-1’234’567.00'], [-123450, -123456700]],
    ['spaces', ['-1 234,50', '-1\u00a0234,50', '-1\u202f234\u202f567,00'], [-123450, -123450, -123456700]],
    ['a dash for no cents', ['-250.-', "-1'000.--"], [-25000, -100000]],
    ['digits of another script', ['-١٢٫٥٠', '-١٬٠٠٠٫٠٠'], [-1250, -100000]],
    ['thousands that other rows decide', ['-1.000', '-2,50'], [-100000, -250]],
    ['thousands that their zeros decide', ['-1.234', '-2.000'], [-123400, -200000]],
    ['a currency beside it', ['-1,50 $', '$ -2,50', '-US$3,50'], [-150, -250, -350]],
  ])('are read with %s', (_, amounts, expected) => {
    expect(minors(column(...amounts), 'USD')).toEqual(expected);
  });

  it.each([
    ['JPY', ['-1,234', '-5'], [-1234, -5]],
    ['JPY', ['-1,000', '-2,000'], [-1000, -2000]],
    ['JPY', ['-1000.00', '-5.00'], [-1000, -5]],
    ['KWD', ['-1.250', '-1,000.000'], [-1250, -1000000]],
    ['KWD', ['-0.250', '-1.500'], [-250, -1500]],
  ])('have the digits of %s', (currency, amounts, expected) => {
    expect(minors(column(...amounts), currency)).toEqual(expected);
  });

  it.each([
    ['EUR', ['-1.000', '-2.000']],
    ['KWD', ['-1.250', '-2.500']],
  ])('are asked about in %s where two readings are left: %j', (currency, amounts) => {
    expect(askedAbout(column(...amounts), { accountCurrency: currency })).toEqual(['decimal']);
    expect(readText(column(...amounts), { accountCurrency: currency, decimal: ',' })).toMatchObject([
      { status: 'import' },
    ]);
  });

  it.each([
    ['two decimal signs', ['-1.000,50', '-2,000.50'], ['2 Amount', '3 Amount']],
    ['more digits than there are', ['-1.50', '-0.005'], ['3 Amount']],
    ['broken groups', ['-12,34.50', '-1.50'], ['2 Amount']],
    ['words', ['-1.00', 'free'], ['3 Amount']],
    ['shares', ['-1.00', '5.00%'], ['3 Amount']],
    ['an open bracket', ['-1.00', '(5.00'], ['3 Amount']],
    ['a word that is no currency', ['-1.00', '5.00 pcs'], ['3 Amount']],
    [
      'the currency of others',
      ['-1.00', '5.00 kr.', '£6.00', '7 руб.'],
      ['3 Amount', '4 Amount', '5 Amount'],
    ],
    ['more than can be kept', ['-1.00', '99999999999999.00'], ['3 Amount']],
  ])('are refused with %s', (_, amounts, places) => {
    expect(refusedAt(column(...amounts))).toEqual(places);
  });

  it('stand in two columns, of which one is empty or zero', () => {
    expect(
      inShort('Date,Details,Withdrawals,Deposits\n2026-01-05,A,5.00,\n2026-01-06,B,0.00,10.00\n'),
    ).toEqual(['2026-01-05 -500 A', '2026-01-06 1000 B']);
    expect(refusedAt('Date,Details,Debit,Credit\n2026-01-05,A,5.00,2.00\n')).toEqual(['2 Debit']);
  });

  it('are less the fees where the balances prove it, and asked about where nothing does', () => {
    const rows = ['2026-01-05,A,-5.00,0.00', '2026-01-06,B,-20.00,0.50'];
    const without = ['Date,Payee,Amount,Fee', ...rows].join('\n');
    expect(readText(without)).toMatchObject([
      { status: 'ask', questions: [{ about: 'fee', choices: ['Fee', null] }] },
    ]);
    expect(inShort(without, { fee: 'Fee' })[1]).toBe('2026-01-06 -2050 B');
    expect(inShort(without, { fee: null })[1]).toBe('2026-01-06 -2000 B');
    const file = (...balances: string[]) =>
      ['Date,Payee,Amount,Fee,Balance', ...rows.map((row, index) => `${row},${balances[index]}`)].join('\n');
    expect(inShort(file('95.00', '74.50'))[1]).toBe('2026-01-06 -2050 B');
    expect(inShort(file('95.00', '75.00'))[1]).toBe('2026-01-06 -2000 B');
    const first =
      'Date,Payee,Amount,Fee,Balance\n2026-01-05,A,-5.00,0.50,94.50\n2026-01-06,B,-20.00,0.00,74.50\n';
    expect(askedAbout(first)).toEqual(['fee']);
  });

  it('of a debit or a credit column alone go one way', () => {
    expect(inShort('Date,Details,Withdrawals\n2026-01-05,A,5.00\n2026-01-06,B,6.00\n')).toEqual([
      '2026-01-05 -500 A',
      '2026-01-06 -600 B',
    ]);
    expect(inShort('Date,Details,Deposits\n2026-01-05,A,5.00\n')).toEqual(['2026-01-05 500 A']);
  });

  it('in a credit column of minuses are asked about, unless the balances tell', () => {
    const rows = ['2026-01-05,A,12.50,,-12.50', '2026-01-06,B,,-10.00,-2.50', '2026-01-07,C,3.00,,-5.50'];
    const header = 'Date,Details,Debit,Credit';
    const without = [header, ...rows.map((row) => row.replace(/,[^,]*$/, ''))].join('\n');
    expect(askedAbout(without)).toEqual(['creditSign']);
    expect(inShort(without, { creditSign: 'unsigned' })[1]).toBe('2026-01-06 1000 B');
    expect(inShort(without, { creditSign: 'signed' })[1]).toBe('2026-01-06 -1000 B');
    expect(inShort([`${header},Balance`, ...rows].join('\n'))[1]).toBe('2026-01-06 1000 B');
  });

  it('in a second column without a known header are asked about', () => {
    const text = 'Date,Details,Debit,Sundry\n2026-01-05,A,5.00,\n2026-01-06,B,,10.00\n';
    expect(readText(text)).toMatchObject([
      { status: 'ask', questions: [{ about: 'credit', choices: ['Sundry', null] }] },
    ]);
    expect(inShort(text, { credit: 'Sundry' })).toEqual(['2026-01-05 -500 A', '2026-01-06 1000 B']);
    expect(inShort('日期,摘要,支出,存入,餘額\n2026/1/5,A,5.00,,95.00\n2026/1/6,B,,10.00,105.00\n')).toEqual([
      '2026-01-05 -500 A',
      '2026-01-06 1000 B',
    ]);
  });

  it('in a debit column with few minuses are asked about, unless the balances tell', () => {
    const rows = ['2026-01-05,A,5.00,,95.00', '2026-01-06,B,6.00,,89.00', '2026-01-07,C,-2.00,,91.00'];
    const header = 'Date,Details,Debit,Credit';
    const without = [header, ...rows.map((row) => row.replace(/,[^,]*$/, ''))].join('\n');
    expect(askedAbout(without)).toEqual(['debitSign']);
    expect(inShort([`${header},Balance`, ...rows].join('\n')).at(-1)).toBe('2026-01-07 200 C');
  });

  it.each([
    ['Af Bij', 'Af', 'Bij'],
    ['S/H', 'S', 'H'],
    ['Dr / Cr', 'DR', 'CR'],
    ['D/C', 'D', 'C'],
    ['Type', 'debit', 'credit'],
    ['借贷标志', '支出', '收入'],
  ])('take their sign from a column %s', (header, out, into) => {
    const text = `Date;Payee;Amount;${header}\n2026-01-05;A;1,50;${out}\n2026-01-06;B;2,50;${into}\n`;
    expect(inShort(text)).toEqual(['2026-01-05 -150 A', '2026-01-06 250 B']);
  });

  it('keep their own sign where a column only repeats it, and are asked about where both contradict', () => {
    const header = 'Date,Type,Payee,Amount\n';
    expect(inShort(`${header}2026-01-05,DEBIT,A,-5.00\n2026-01-06,CREDIT,B,10.00\n`)).toEqual([
      '2026-01-05 -500 A',
      '2026-01-06 1000 B',
    ]);
    expect(askedAbout(`${header}2026-01-05,DEBIT,A,-5.00\n2026-01-06,DEBIT,B,10.00\n`)).toEqual(['flagSign']);
  });

  it.each([
    ['Buchungstag;Umsatzart;Text;Betrag', 'Lastschrift', 'Gutschrift'],
    ['Kirjauspäivä;Laji;Saaja/Maksaja;Määrä', 'OTTO', 'PANO'],
  ])('keep their own sign where a payment came back: %s', (header, out, into) => {
    const row = (day: number, word: string, amount: string) => `0${day}.01.2026;${word};A;${amount}\n`;
    const back = row(7, out, '50,00');
    const text = `${header}\n${row(5, out, '-50,00')}${row(6, into, '1500,00')}`;
    expect(rowsOf(text + back).map(({ amountMinor }) => amountMinor)).toEqual([-5000n, 150000n, 5000n]);
    expect(askedAbout(text + back + back)).toEqual(['flagSign']);
    const type = text.replace(/Umsatzart|Laji/, 'Type');
    expect(rowsOf(type + row(7, out, '-20,00') + back)).toHaveLength(4);
    expect(askedAbout(type + back)).toEqual(['flagSign']);
    expect(askedAbout((text + row(7, out, '-20,00') + back).replace(/Umsatzart|Laji/, 'S/H'))).not.toEqual(
      [],
    );
  });

  it('of a card are turned when a payment to it is negative, and asked about when no row tells', () => {
    const header = 'Date,Description,Card No.,Amount\n';
    expect(inShort(`${header}2026-01-05,SHOP,1,5.00\n2026-01-06,AUTOPAY,1,-5.00\n`)).toEqual([
      '2026-01-05 -500 SHOP',
      '2026-01-06 500 AUTOPAY',
    ]);
    expect(askedAbout(`${header}2026-01-05,SHOP,1,5.00\n2026-01-06,BOOKS,1,6.00\n`)).toEqual(['flip']);
    expect(inShort(`${header}2026-01-06,PAYMENT - THANK YOU,1,-5.00\n`)).toEqual([
      '2026-01-06 500 PAYMENT - THANK YOU',
    ]);
    expect(askedAbout(`${header}2026-01-05,SHOP REFUND,1,-5.00\n`)).toEqual(['flip']);
    expect(inShort(`${header}2026-01-05,SHOP,1,-5.00\n2026-01-06,AUTOPAY,1,5.00\n`)[0]).toBe(
      '2026-01-05 -500 SHOP',
    );
  });

  it.each([
    ['Pagamento recebido', 'Padaria'],
    ['Pagamento ricevuto', 'Panetteria'],
    ['Betalning mottagen', 'Bageri'],
    ['Spłata karty', 'Piekarnia'],
  ])('of a card are turned by a payment that it received: %s', (payment, shop) => {
    const text = `date,title,amount\n2026-01-05,${shop},12.50\n2026-01-16,${payment},-500.00\n`;
    expect(inShort(text)).toEqual([`2026-01-05 -1250 ${shop}`, `2026-01-16 50000 ${payment}`]);
  });

  it('of a card are turned by what a column calls purchase and payment', () => {
    const header = 'Date,Description,Type,Amount\n';
    const rows = ['2026-01-05,SHOP,Purchase,5.00', '2026-01-06,ACH DEPOSIT,Payment,-5.00'];
    expect(inShort(header + rows.join('\n'))).toEqual(['2026-01-05 -500 SHOP', '2026-01-06 500 ACH DEPOSIT']);
    expect(askedAbout(header + rows[0])).toEqual(['flip']);
    expect(inShort(`${header}2026-01-05,SHOP,Sale,-5.00\n2026-01-06,BANK,Payment,5.00\n`)[0]).toBe(
      '2026-01-05 -500 SHOP',
    );
  });

  it.each([
    '利用日,利用店名,利用金額\n2026/1/5,A,500\n2026/1/6,B,300\n',
    'Trans. Date,Post Date,Description,Amount\n01/14/2026,01/15/2026,A,5.00\n01/15/2026,01/16/2026,B,6.00\n',
  ])('of a card are asked about when all of them are positive: %j', (text) => {
    expect(askedAbout(text, { accountCurrency: 'JPY' })).toEqual(['flip']);
  });

  it('without a sign beside others with CR or plus are asked about, unless the balances tell', () => {
    const rows = ['2026-01-05,A,5.00,95.00', '2026-01-06,B,20.00CR,115.00', '2026-01-07,C,3.00,112.00'];
    const without = ['Date,Payee,Amount', ...rows.map((row) => row.replace(/,[^,]*$/, ''))].join('\n');
    expect(askedAbout(without)).toEqual(['unmarked']);
    expect(askedAbout(without.replace('20.00CR', '+20.00'))).toEqual(['unmarked']);
    expect(inShort(without, { unmarked: 'out' })).toEqual([
      '2026-01-05 -500 A',
      '2026-01-06 2000 B',
      '2026-01-07 -300 C',
    ]);
    expect(inShort(without, { unmarked: 'in' })[0]).toBe('2026-01-05 500 A');
    expect(inShort(['Date,Payee,Amount,Balance', ...rows].join('\n'))[2]).toBe('2026-01-07 -300 C');
  });

  it('with signs against the balances are asked about, or refused by line', () => {
    const header = 'Date,Payee,Amount,Balance\n';
    const turned = `${header}2026-01-05,A,5.00,95.00\n2026-01-06,B,-2.00,97.00\n2026-01-07,C,1.00,96.00\n`;
    expect(askedAbout(turned)).toEqual(['flip']);
    expect(inShort(turned, { flip: true })[0]).toBe('2026-01-05 -500 A');
    expect(inShort(turned, { flip: false })[0]).toBe('2026-01-05 500 A');
    const unsigned = `${header}2026-01-05,A,5.00,95.00\n2026-01-06,B,2.00,97.00\n2026-01-07,C,1.00,96.00\n`;
    expect(refusedAt(unsigned)).toEqual(['4 Amount']);
    expect(inShort(unsigned, { balance: null })).toHaveLength(3);
  });

  it.each([
    ['Data;Descrição;Valor;Tipo', 'Débito', 'Crédito'],
    ['Date;Libellé;Montant;Sens', 'Débit', 'Crédit'],
    ['Date;Description;Amount;Direction', 'Money out', 'Money in'],
    ['Kirjauspäivä;Saaja/Maksaja;Määrä;Laji', 'Otto', 'Pano'],
    ['Könyvelés dátuma;Partner neve;Összeg;T/J', 'T', 'J'],
    ['Data;Descrizione;Importo;Segno', 'D', 'A'],
    ['Fecha;Concepto;Importe;Tipo', 'Débito', 'Depósito'],
  ])('have the signs of the words in %s', (header, out, into) => {
    expect(inShort(`${header}\n25/01/2026;A;3,20;${out}\n26/01/2026;B;1.500,00;${into}\n`)).toEqual([
      '2026-01-25 -320 A',
      '2026-01-26 150000 B',
    ]);
  });

  it('ask which words of a telling column are out and in, where one is unknown', () => {
    const text =
      'Date,Description,Amount,Type\n2026-01-05,Shop,3.20,Payment\n2026-01-15,Pay,15.00,Deposit\n2026-01-16,ATM,20.00,Withdrawal\n';
    expect(readText(text)).toMatchObject([
      {
        status: 'ask',
        questions: [
          { about: 'flagOut', choices: [['Withdrawal', 'Payment'], ['Withdrawal']] },
          { about: 'flagIn', choices: [['Deposit'], ['Deposit', 'Payment']] },
        ],
      },
    ]);
    const flagOut = ['Withdrawal', 'Payment'];
    expect(inShort(text, { flagOut, flagIn: ['Deposit'] })).toEqual([
      '2026-01-05 -320 Shop',
      '2026-01-15 1500 Pay',
      '2026-01-16 -2000 ATM',
    ]);
    expect(askedAbout(text, { flagOut })).toEqual(['flagIn']);
    expect(askedAbout(text.replace('Deposit', 'Refund'), { flagOut, flagIn: ['Deposit'] })).toEqual([
      'flagOut',
      'flagIn',
    ]);
  });

  it('ask whether a column of types says out and in, where no word of it is known', () => {
    const text = 'Tarih;Açıklama;Tutar;Type\n25.01.2026;Market;32,00;B\n26.01.2026;Maaş;15,00;A\n';
    expect(askedAbout(text)).toEqual(['flag']);
    expect(askedAbout(text, { flag: 'Type' })).toEqual(['flagOut', 'flagIn']);
    expect(inShort(text, { flag: 'Type', flagOut: 'B', flagIn: 'A' })[0]).toBe('2026-01-25 -3200 Market');
    expect(inShort(text, { flag: null })[0]).toBe('2026-01-25 3200 Market');
    expect(inShort(text.replace('32,00', '-32,00'))[0]).toBe('2026-01-25 -3200 Market');
  });

  it('are refused by line where a column of ways has another word', () => {
    expect(refusedAt('Datum;Text;Betrag;S/H\n05.01.2026;A;1,50;X\n06.01.2026;B;1,00;H\n')).toEqual(['2 S/H']);
  });

  it('of an account are never turned by a payment out of it', () => {
    const text =
      'Date,Description,Amount\n2026-01-05,SALARY,1000.00\n2026-01-06,CARD AUTOPAY,-50.00\n2026-01-07,GIFT,5.00\n';
    expect(inShort(text)[1]).toBe('2026-01-06 -5000 CARD AUTOPAY');
  });

  it('are in the currency beside them, of their column or of the header', () => {
    const text = 'Date,Payee,Amount,Currency\n2026-01-05,A,-1.00,EUR\n2026-01-06,B,-100,JPY\n';
    expect(readText(text)).toMatchObject([
      { account: 'EUR', rows: [{ amountMinor: -100n, currency: 'EUR', account: 'EUR' }] },
      { account: 'JPY', rows: [{ amountMinor: -100n, currency: 'JPY', account: 'JPY' }] },
    ]);
    expect(rowsOf('Date,Payee,Amount (CHF)\n2026-01-05,A,-1.00\n')).toMatchObject([{ currency: 'CHF' }]);
    expect(rowsOf('Date,Payee,Amount\n2026-01-05,A,-1.00 USD\n')).toMatchObject([{ currency: 'USD' }]);
    expect(refusedAt('Date,Payee,Amount\n2026-01-05,A,$5.00\n')).toEqual(['2 Amount']);
  });

  it.each([
    ['-12.50 TL', 'TRY'],
    ['US$ -12.50', 'USD'],
    ['-R$ 12.50', 'BRL'],
    ['-12.50 грн.', 'UAH'],
    ['-RM12.50', 'MYR'],
    ['-12.50 €', 'EUR'],
    ['-12.50 Kč', 'CZK'],
  ])('are in the currency of the mark in %j', (amount, currency) => {
    expect(rowsOf(`Date,Payee,Amount\n2026-01-05,A,${amount}\n`)).toMatchObject([
      { amountMinor: -1250n, currency },
    ]);
  });

  it.each([
    ['Rs.12.50', 'INR'],
    ['SFr. 12.50', 'CHF'],
    ['Fr.12.50', 'CHF'],
    ['12.50 руб.', 'RUB'],
    ["'12.50", 'EUR'],
  ])('are read as %j in an account in %s', (amount, accountCurrency) => {
    expect(rowsOf(`Date,Payee,Amount\n2026-01-05,A,${amount}\n`, { accountCurrency })).toMatchObject([
      { amountMinor: 1250n, currency: accountCurrency },
    ]);
  });

  it('are in the currency of the column beside them, whatever its header is', () => {
    expect(rowsOf('Date,Payee,Amount,Unit\n2026-01-05,A,-1.00,USD\n')).toMatchObject([{ currency: 'USD' }]);
  });

  it('are those that the account was charged, where a second column has what was paid', () => {
    const text =
      'Date,Payee,Transaction amount,Transaction currency,Billing amount,Billing currency\n2026-01-05,A,-10.00,USD,-9.00,EUR\n';
    expect(rowsOf(text)).toMatchObject([{ amountMinor: -900n, currency: 'EUR' }]);
    const russian =
      'Дата операции;Сумма операции;Валюта операции;Сумма платежа;Валюта платежа;Описание\n05.01.2026;-10,00;USD;-900,00;RUB;A\n';
    expect(rowsOf(russian)).toMatchObject([{ amountMinor: -90000n, currency: 'RUB' }]);
  });

  it('are asked about where two columns have the same header', () => {
    const text = 'Date,Payee,Amount,Currency,Amount,Currency\n2026-01-05,A,-1.00,EUR,-1.10,USD\n';
    expect(askedAbout(text)).toEqual(['amount']);
    expect(rowsOf(text, { amount: 4 })).toMatchObject([{ amountMinor: -110n, currency: 'USD' }]);
  });
});

describe('the days of a CSV file', () => {
  const column = (...days: string[]) =>
    `Date;Payee;Amount\n${days.map((day) => `"${day}";x;-1.50\n`).join('')}`;
  const days = (...texts: string[]) => rowsOf(column(...texts)).map(({ date }) => date);

  it.each([
    [
      'months by name',
      ['05-Jan-26', '5. März 2026', 'Jan 5, 2026', '7 févr. 2026'],
      ['2026-01-05', '2026-03-05', '2026-01-05', '2026-02-07'],
    ],
    ['no separators', ['05012026', '25012026'], ['2026-01-05', '2026-01-25']],
    ['signs of Chinese', ['2026年1月5日', '2026年12月31日'], ['2026-01-05', '2026-12-31']],
    [
      'years of Japan',
      ['R8.1.5', '令和8年1月16日', 'H31.4.30', '令和元年5月1日'],
      ['2026-01-05', '2026-01-16', '2019-04-30', '2019-05-01'],
    ],
    ['days of the week', ['Mon 05.01.2026', 'Di, 06.01.2026'], ['2026-01-05', '2026-01-06']],
    ['times behind', ['05.01.2026 23:59', '06.01.2026, 00:01:00'], ['2026-01-05', '2026-01-06']],
    ['dots, which put the day first', ['05.01.26', '06.01.26'], ['2026-01-05', '2026-01-06']],
    ['one row that decides', ['01/02/2026', '02/13/2026'], ['2026-01-02', '2026-02-13']],
    ['the same day in either order', ['05/05/2026', '06/06/2026'], ['2026-05-05', '2026-06-06']],
    [
      'a number that is the year in all rows',
      ['15/01/26', '16/01/26', '20/02/26'],
      ['2026-01-15', '2026-01-16', '2026-02-20'],
    ],
  ])('are read with %s', (_, texts, expected) => {
    expect(days(...texts)).toEqual(expected);
  });

  it('are decided by another date of the file', () => {
    expect(inShort('Date,Value date,Payee,Amount\n05/01/2026,25/01/2026,A,-1.00\n')).toEqual([
      '2026-01-05 -100 A',
    ]);
    expect(inShort('As of 01/31/2026\nDate,Payee,Amount\n01/05/2026,A,-1.00\n')).toEqual([
      '2026-01-05 -100 A',
    ]);
  });

  it('are not decided by a date within the text of a row', () => {
    const text = 'Date,Payee,Amount\n03/04/2026,FLIGHT 12/31/2026,-1.00\n05/04/2026,B,-1.00\n';
    expect(askedAbout(text)).toEqual(['dateOrder']);
  });

  it('are asked about where the same day of several years is one reading', () => {
    expect(askedAbout(column('01/05/24', '01/05/25', '01/05/26'))).toEqual(['dateOrder']);
  });

  it('have no year of half a century ago where another reading has none', () => {
    expect(days('31/01/26', '13/02/26')).toEqual(['2026-01-31', '2026-02-13']);
    expect(days('26-01-31', '26-02-13')).toEqual(['2026-01-31', '2026-02-13']);
  });

  it('are asked about with every reading where no row decides', () => {
    expect(readText(column('05/01/2026', '06/01/2026'))).toMatchObject([
      {
        status: 'ask',
        rows: [],
        questions: [
          {
            about: 'dateOrder',
            choices: ['DMY', 'MDY'],
            readings: [
              ['2026-01-05', '2026-01-06'],
              ['2026-05-01', '2026-06-01'],
            ],
          },
        ],
      },
    ]);
  });

  it.each([
    '30.02.2026',
    '00.01.2026',
    'soon',
    '5.1.',
    '²5.01.2026',
    '05.01.1850',
  ])('are refused: %s', (day) => {
    expect(refusedAt(column('05.01.2026', day, '06.01.2026'))).toEqual(['3 Date']);
  });

  it('are refused by line where most of the column is none', () => {
    expect(refusedAt('Date,Payee,Amount\n2026-02-30,A,-1.00\n2026-01-06,B,-1.00\n')).toEqual(['2 Date']);
    expect(refusedAt('Date,Payee,Amount\n46037,A,-1.00\n46038,B,-1.00\n')).toEqual(['2 Date', '3 Date']);
    expect(refusedAt('Date,Payee,Amount\n05/01,A,-1.00\n')).toEqual(['2 Date']);
  });

  it('are read above more lines of text than there are rows', () => {
    expect(inShort('Datum;Text;Betrag\n2026-01-05;A;-1,00\n\nHinweis:\nOhne Gewähr\nEnde\n')).toEqual([
      '2026-01-05 -100 A',
    ]);
  });

  it('are refused when the chosen order cannot be', () => {
    expect(refusedAt(column('05/01/2026', '25/01/2026'), { dateOrder: 'MDY' })).toEqual(['3 Date']);
  });
});

describe('the balances of a CSV file', () => {
  const rows = ['2026-01-05,A,-5.00,95.00', '2026-01-06,B,-6.00,89.00', '2026-01-07,C,2.00,91.00'];
  const file = (lines: readonly string[]) => ['Date,Payee,Amount,Balance', ...lines].join('\n');

  it('are told at both ends, whichever day comes first', () => {
    const ends = { openingMinor: 10000n, closingMinor: 9100n };
    expect(readText(file(rows))).toMatchObject([ends]);
    expect(readText(file(rows.toReversed()))).toMatchObject([ends]);
  });

  it('are not told where the rows do not lead from one to the next', () => {
    const [statement] = readText(file([...rows.slice(0, 1), ...rows.slice(2)]));
    expect(statement?.rows).toHaveLength(2);
    expect(statement).not.toHaveProperty('closingMinor');
  });
});

describe('rows that the bank has not booked', () => {
  it.each([
    'Pending',
    'Venter',
    'Autorizzato',
    'Umsatz vorgemerkt',
    'Pendente',
  ])('are known by the word %s', (word) => {
    const text = (header: string) =>
      `Date,Payee,Amount,${header}\n2026-01-05,A,-1.00,done\n2026-01-06,B,-2.00,${word}\n`;
    for (const header of ['Status', 'Info'])
      expect(
        rowsOf(text(header)).map(({ pending }) => pending === true),
        header,
      ).toEqual([false, true]);
  });

  it('are not known by a word among others in a text', () => {
    const rows = Array.from({ length: 6 }, (_, row) => `2026-01-05,A,-1.00,note ${row}`).join('\n');
    expect(rowsOf(`Date,Payee,Amount,Info\n${rows}\n2026-01-06,B,-2.00,Pending\n`).at(-1)).not.toHaveProperty(
      'pending',
    );
  });
});

describe('questions', () => {
  it('come all at once', () => {
    const text =
      'Date,Payee,Amount,Status\n05/01/2026,A,"1.000",ok\n06/01/2026,B,"2.000",Failed\n,Total,"3.000",\n';
    expect(askedAbout(text).toSorted()).toEqual(['dateOrder', 'decimal', 'skipLines', 'skipWhere']);
  });

  it('name the rows that are neither out nor in', () => {
    const text = 'Date,Payee,Amount,收/支\n2026-01-05,A,1.00,支出\n2026-01-06,B,2.00,不计收支\n';
    expect(readText(text)).toMatchObject([
      { status: 'ask', questions: [{ about: 'skipWhere', choices: [{ '收/支': ['不计收支'] }, {}] }] },
    ]);
    expect(inShort(text, { skipWhere: { '收/支': ['不计收支'] } })).toEqual(['2026-01-05 -100 A']);
    expect(refusedAt(text, { skipWhere: {} })).toEqual(['3 收/支']);
  });

  it('about rows in which no money moved are answered by their column', () => {
    const text = 'Date,Payee,Amount,Status\n2026-01-05,A,-1.00,Booked\n2026-01-06,B,-2.00,Failed\n';
    expect(inShort(text, { skipWhere: { Status: ['Failed'] } })).toEqual(['2026-01-05 -100 A']);
    expect(inShort(text, { skipWhere: {} })).toHaveLength(2);
    expect(askedAbout(text.replace('Failed', 'Reversed'))).toEqual(['skipWhere']);
  });
});
