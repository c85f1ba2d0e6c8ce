import { describe, expect, it } from 'vitest';
import { inShort, readText, rowsOf } from '../testing/read-text.ts';

describe('Actual', () => {
  const header = 'Account,Date,Payee,Notes,Category,Amount,Split_Amount,Cleared\n';

  it('is read with accounts, categories and splits', () => {
    const rows = rowsOf(
      `${header}Checking,2026-01-05,Grocer,weekly,Food,-12.5,0,Cleared\n` +
        'Checking,2026-01-06,Store,(SPLIT INTO 2) both,,0,-30,Cleared\n' +
        'Checking,2026-01-06,Store,(SPLIT 1 OF 2) towels,House,-20,0,Cleared\n' +
        'Checking,2026-01-06,Store,(SPLIT 2 OF 2) ,Food,-10,0,Cleared\n' +
        'Card,2026-01-07,Cafe,,Food,-3,0,Not cleared\n',
    );
    expect(rows).toMatchObject([
      { account: 'Checking', amountMinor: -1250n, payee: 'Grocer', memo: 'weekly', category: 'Food' },
      {
        amountMinor: -3000n,
        payee: 'Store',
        memo: 'both',
        splits: [
          { category: 'House', amountMinor: -2000n, memo: 'towels' },
          { category: 'Food', amountMinor: -1000n, memo: '' },
        ],
      },
      { account: 'Card', amountMinor: -300n },
    ]);
  });

  it('is read with a move as one row, whichever account comes first', () => {
    const rows = rowsOf(
      `${header}Savings,2026-01-05,Checking,,,500,0,Cleared\nChecking,2026-01-05,Savings,,,-500,0,Cleared\n`,
    );
    expect(rows).toHaveLength(1);
    expect(rows).toMatchObject([
      {
        account: 'Checking',
        amountMinor: -50000n,
        movedTo: { account: 'Savings', amountMinor: 50000n, currency: 'EUR' },
      },
    ]);
  });

  it('is read from one account', () => {
    const text =
      'Account,Date,Payee,Notes,Category,Amount,Cleared,Reconciled\nA,2026-02-03,X,,Food: Out,-1,true,false\n';
    expect(rowsOf(text)).toMatchObject([
      { date: '2026-02-03', amountMinor: -100n, category: 'Food: Out', reference: '' },
    ]);
    expect(readText(text)).toMatchObject([{ account: 'A' }]);
  });
});

describe('YNAB', () => {
  const header =
    '\ufeff"Account","Flag","Date","Payee","Category Group/Category","Category Group","Category","Memo","Outflow","Inflow","Cleared"\n';

  it('is read with moves once and splits as one row', () => {
    const rows = rowsOf(
      `${header}"Checking","","01/15/2026","Grocer","Everyday: Food","Everyday","Food","hi",$85.42,$0.00,"Cleared"\n` +
        '"Checking","","01/14/2026","Employer","Inflow: Ready to Assign","Inflow","Ready to Assign","",$0.00,"$3,500.00","Cleared"\n' +
        '"Savings","","01/13/2026","Transfer : Checking","","","","",$0.00,$500.00,"Cleared"\n' +
        '"Checking","","01/13/2026","Transfer : Savings","","","","",$500.00,$0.00,"Cleared"\n' +
        '"Checking","","01/12/2026","Market","Everyday: Food","Everyday","Food","Split (1/2) veg",$30.00,$0.00,"Cleared"\n' +
        '"Checking","","01/12/2026","Transfer : Savings","","","","Split (2/2) put by",$20.00,$0.00,"Cleared"\n' +
        '"Savings","","01/12/2026","Transfer : Checking","","","","put by",$0.00,$20.00,"Cleared"\n',
      { accountCurrency: 'USD' },
    );
    expect(rows).toMatchObject([
      { account: 'Checking', amountMinor: -8542n, category: 'Everyday:Food', memo: 'hi' },
      { amountMinor: 350000n },
      { account: 'Checking', amountMinor: -50000n, movedTo: { account: 'Savings', amountMinor: 50000n } },
      {
        amountMinor: -5000n,
        payee: 'Market',
        splits: [
          { category: 'Everyday:Food', amountMinor: -3000n, memo: 'veg' },
          { movedTo: { account: 'Savings', amountMinor: 2000n }, amountMinor: -2000n, memo: 'put by' },
        ],
      },
    ]);
    expect(rows).toHaveLength(4);
  });

  it('is refused in a currency whose sign it does not have', () => {
    const text = `${header}"A","","15/01/2026","X","","","","",$1.00,$0.00,"Cleared"\n`;
    expect(readText(text)).toMatchObject([
      { status: 'refuse', problems: [{ line: 2, column: 'Outflow' }, {}] },
    ]);
  });

  it('of version 4 is read with its check numbers left', () => {
    const text =
      '"Account","Flag","Check Number","Date","Payee","Category","Master Category","Sub Category","Memo","Outflow","Inflow","Cleared","Running Balance"\n' +
      '"Giro","","","31.01.2026","Laden","Alltag: Essen","Alltag","Essen","","12,50€","0,00€","C","-12,50€"\n';
    expect(rowsOf(text)).toMatchObject([
      { date: '2026-01-31', amountMinor: -1250n, category: 'Alltag:Essen' },
    ]);
  });
});

it('Firefly III is read by type, with splits and moves between currencies', () => {
  const header =
    'user_id,group_id,journal_id,created_at,updated_at,group_title,type,currency_code,amount,foreign_currency_code,foreign_amount,description,date,source_name,source_iban,source_type,destination_name,destination_iban,destination_type,reconciled,category,budget,bill,tags,notes\n';
  const row = (id: string, group: string, title: string, rest: string) =>
    `1,${group},${id},2026-02-01T00:00:00+01:00,2026-02-01T00:00:00+01:00,${title},${rest}\n`;
  const rows = rowsOf(
    header +
      row(
        '1',
        '1',
        '',
        'Withdrawal,EUR,-12.500000000000,,,Milk,2026-01-31T23:30:00+01:00,Giro,,Asset account,Grocer,,Expense account,,Food,,,,',
      ) +
      row(
        '2',
        '2',
        '',
        'Deposit,EUR,1000.00,,,Pay,2026-01-30T00:00:00+01:00,Employer,,Revenue account,Giro,,Asset account,,,,,,',
      ) +
      row(
        '3',
        '3',
        '',
        'Transfer,EUR,50.00,USD,54.10,To dollars,2026-01-29T00:00:00+01:00,Giro,,Asset account,Dollars,,Asset account,,,,,,',
      ) +
      row(
        '4',
        '4',
        'Big shop',
        'Withdrawal,EUR,-20.00,,,Towels,2026-01-28T00:00:00+01:00,Giro,,Asset account,Store,,Expense account,,House,,,,',
      ) +
      row(
        '5',
        '4',
        'Big shop',
        'Withdrawal,EUR,-10.00,,,Bread,2026-01-28T00:00:00+01:00,Giro,,Asset account,Store,,Expense account,,Food,,,,',
      ) +
      row(
        '6',
        '5',
        '',
        '"Opening balance",EUR,100.00,,,Initial,2026-01-01T00:00:00+01:00,Initial,,"Initial balance account",Giro,,Asset account,,,,,,',
      ),
  );
  expect(rows).toMatchObject([
    {
      date: '2026-01-31',
      account: 'Giro',
      amountMinor: -1250n,
      payee: 'Grocer',
      memo: 'Milk',
      reference: '1',
      category: 'Food',
    },
    { amountMinor: 100000n, payee: 'Employer' },
    { amountMinor: -5000n, movedTo: { account: 'Dollars', amountMinor: 5410n, currency: 'USD' } },
    {
      amountMinor: -3000n,
      memo: 'Big shop',
      splits: [
        { category: 'House', memo: 'Towels' },
        { category: 'Food', memo: 'Bread' },
      ],
    },
    { account: 'Giro', amountMinor: 10000n },
  ]);
});

it('ezBookkeeping is read by type, a move from its one row', () => {
  const rows = rowsOf(
    'Time,Timezone,Type,Category,Sub Category,Account,Account Currency,Amount,Account2,Account2 Currency,Account2 Amount,Geographic Location,Tags,Description\n' +
      '2026-01-05 23:34:56,+08:00,Income,Work,Pay,Wallet,CNY,123.45,,,,,,Hello World\n' +
      '2026-01-06 12:34:56,+00:00,Expense,Food,Lunch,Wallet,CNY,0.10,,,,,A;B,Noodles\n' +
      '2026-01-07 12:34:56,-05:00,Transfer,Moves,Own,Wallet,CNY,123.45,Dollars,USD,17.35,,,\n',
  );
  expect(rows).toMatchObject([
    {
      date: '2026-01-05',
      account: 'Wallet',
      amountMinor: 12345n,
      currency: 'CNY',
      payee: 'Hello World',
      category: 'Work:Pay',
    },
    { amountMinor: -10n, category: 'Food:Lunch' },
    { amountMinor: -12345n, movedTo: { account: 'Dollars', amountMinor: 1735n, currency: 'USD' } },
  ]);
});

describe('GnuCash', () => {
  const header =
    'Date,Transaction ID,Number,Description,Notes,Commodity/Currency,Void Reason,Action,Memo,Full Account Name,Account Name,Amount With Sym,Amount Num.,Value With Sym,Value Num.,Reconcile,Reconcile Date,Rate/Price\n';
  const expected = [
    {
      date: '2026-01-20',
      account: 'Cash',
      amountMinor: -1000n,
      currency: 'CAD',
      payee: 'Gas',
      category: 'Auto:Gas',
    },
    {
      account: 'Bank',
      amountMinor: -3000n,
      splits: [
        { category: 'Food', amountMinor: -1000n },
        { movedTo: { account: 'Cash', amountMinor: 2000n }, amountMinor: -2000n },
      ],
    },
  ];

  it('is read from its postings', () => {
    const rows = rowsOf(
      `${header}2026-01-20,aa,1,Gas,,CURRENCY::CAD,,,,Expenses:Auto:Gas,Gas,$10.00,10.00,$10.00,10.00,n,,1\n` +
        '2026-01-20,aa,1,Gas,,CURRENCY::CAD,,,,Assets:Cash,Cash,-$10.00,-10.00,-$10.00,-10.00,n,,1\n' +
        '2026-01-21,bb,,Shop,,CURRENCY::CAD,,,,Assets:Bank,Bank,-$30.00,-30.00,-$30.00,-30.00,n,,1\n' +
        '2026-01-21,bb,,Shop,,CURRENCY::CAD,,,,Expenses:Food,Food,$10.00,10.00,$10.00,10.00,n,,1\n' +
        '2026-01-21,bb,,Shop,,CURRENCY::CAD,,,,Assets:Cash,Cash,$20.00,20.00,$20.00,20.00,n,,1\n',
    );
    expect(rows).toMatchObject(expected);
  });

  it('is read with the amounts of accounts in other currencies than their transaction', () => {
    const posting = (
      id: string,
      code: string,
      account: string,
      amount: string,
      value: string,
      mark: string,
    ) =>
      `2026-01-20,${id},,X,,CURRENCY::${code},,,,${account},${account.split(':')[1]},${mark}${amount},${amount},${value},${value},n,,1\n`;
    const rows = rowsOf(
      header +
        posting('aa', 'EUR', 'Assets:Bank', '-100.00', '-100.00', '€') +
        posting('aa', 'EUR', 'Assets:Dollars', '108.20', '100.00', '$') +
        posting('bb', 'USD', 'Assets:Dollars', '-8.20', '-8.20', '$') +
        posting('bb', 'USD', 'Expenses:Food', '8.20', '8.20', '$') +
        posting('cc', 'EUR', 'Assets:Dollars', '-54.10', '-50.00', '$') +
        posting('cc', 'EUR', 'Expenses:Travel', '50.00', '50.00', '€') +
        posting('dd', 'EUR', 'Assets:Dollars', '-54.11', '-50.00', '$') +
        posting('dd', 'EUR', 'Expenses:Travel', '20.00', '20.00', '€') +
        posting('dd', 'EUR', 'Expenses:Food', '30.00', '30.00', '€') +
        posting('ee', 'EUR', 'Assets:Shares', '5', '60.00', 'ACME ') +
        posting('ee', 'EUR', 'Assets:Bank', '-60.00', '-60.00', '€'),
    );
    expect(rows).toMatchObject([
      {
        account: 'Bank',
        amountMinor: -10000n,
        currency: 'EUR',
        movedTo: { account: 'Dollars', amountMinor: 10820n, currency: 'USD' },
      },
      {
        account: 'Bank',
        amountMinor: -6000n,
        movedTo: { account: 'Shares', amountMinor: 6000n, currency: 'EUR' },
      },
      { account: 'Dollars', amountMinor: -820n, currency: 'USD' },
      {
        account: 'Dollars',
        amountMinor: -5410n,
        currency: 'USD',
        category: 'Travel',
        original: { amountMinor: -5000n, currency: 'EUR' },
      },
      {
        amountMinor: -5411n,
        currency: 'USD',
        splits: [
          { category: 'Travel', amountMinor: -2164n },
          { category: 'Food', amountMinor: -3247n },
        ],
      },
    ]);
  });

  it.each([
    ['EUR', '€', '$'],
    ['EUR', '€', 'C$'],
    ['EUR', '€', '£'],
    ['AUD', '$', '$'],
    ['EUR', '€', '€'],
  ])('is read by the values of %s where the mark of an account does not decide: %s and %s', (code, mark, other) => {
    const posting = (account: string, amount: string, value: string) =>
      `2026-01-20,aa,,X,,CURRENCY::${code},,,,Assets:${account},${account},${amount},${amount.replace(/[^-\d.]/g, '')},${value},${value},n,,1\n`;
    expect(
      rowsOf(
        header + posting('Bank', `${mark}-100.00`, '-100.00') + posting('Other', `${other}110.00`, '100.00'),
      ),
    ).toMatchObject([
      {
        account: 'Bank',
        amountMinor: -10000n,
        currency: code,
        movedTo: { account: 'Other', amountMinor: 10000n, currency: code },
      },
    ]);
  });

  it('is read in no currency in which amount and value of the account differ', () => {
    const posting = (id: string, code: string, account: string, amount: string, value: string) =>
      `2026-01-20,${id},,X,,CURRENCY::${code},,,,Assets:${account},${account},$${amount},${amount},${value},${value},n,,1\n`;
    expect(
      rowsOf(
        header +
          posting('aa', 'AUD', 'Bank', '-150.00', '-150.00') +
          posting('aa', 'AUD', 'US', '100.00', '150.00') +
          posting('bb', 'USD', 'US', '-10.00', '-10.00') +
          posting('bb', 'USD', 'Cash', '10.00', '10.00'),
      ),
    ).toMatchObject([{ movedTo: { account: 'US', amountMinor: 10000n, currency: 'USD' } }, {}]);
  });

  it('is read with German headers, of which some are the same', () => {
    const german =
      '"Datum","BuchungsID","Nummer","Beschreibung","Bemerkungen","Währung/Wertpapier","Stornierungsbegründung","Aktion","Buchungstext","Volle Kontobezeichnung","Kontobezeichnung","Wert mit Symbol","Wert numerisch.","Wert mit Symbol","Wert numerisch.","Abgleichen","Datum des Abgleichs","Kurs/Preis"\n';
    const rows = rowsOf(
      `${german}"20.01.2026","aa","","Tanken","","CURRENCY::EUR","","","","Aufwendungen:Auto:Benzin","Benzin","10,00 €","10,00","10,00 €","10,00","n","","1,00"\n` +
        '"20.01.2026","aa","","Tanken","","CURRENCY::EUR","","","","Aktiva:Bargeld","Bargeld","-10,00 €","-10,00","-10,00 €","-10,00","n","","1,00"\n',
    );
    expect(rows).toMatchObject([
      {
        date: '2026-01-20',
        account: 'Bargeld',
        amountMinor: -1000n,
        payee: 'Tanken',
        category: 'Auto:Benzin',
      },
    ]);
  });

  it('is read where only the first posting has the day', () => {
    const rows = rowsOf(
      'Date,Transaction ID,Number,Description,Notes,Commodity/Currency,Void Reason,Action,Memo,Full Account Name,Account Name,Amount With Sym.,Amount Num,Reconcile,Reconcile Date,Rate/Price,\n' +
        '2026-01-20,aa,,Gas,,CURRENCY::CAD,,,,Expenses:Auto:Gas,Gas,$10.00,10.00,n,,1.00\n' +
        ',,,,,,,,,Assets:Cash,Cash,-$10.00,-10.00,n,,1.00\n',
    );
    expect(rows).toMatchObject(expected.slice(0, 1));
  });
});

it('Mint is read in the order of the US, with its way beside the amount', () => {
  const text =
    '"Date","Description","Original Description","Amount","Transaction Type","Category","Account Name","Labels","Notes"\n' +
    '"1/05/2026","Grocer","GROCER 123","12.50","debit","Groceries","CHECKING","",""\n' +
    '"1/06/2026","Pay","ACME","1,000.00","credit","Paycheck","CHECKING","","bonus"\n';
  expect(rowsOf(text, { accountCurrency: 'USD' })).toMatchObject([
    { date: '2026-01-05', amountMinor: -1250n, payee: 'Grocer', category: 'Groceries' },
    { date: '2026-01-06', amountMinor: 100000n, memo: 'bonus' },
  ]);
});

it('Revolut is read with fees, without what was reverted, and with what is pending', () => {
  const text =
    'Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\n' +
    'CARD_PAYMENT,Current,2026-01-05 10:00:00,2026-01-06 11:00:00,Cafe,-5.00,0.00,EUR,COMPLETED,95.00\n' +
    'ATM,Current,2026-01-06 10:00:00,2026-01-07 11:00:00,Cash at bank,-20.00,0.50,EUR,COMPLETED,74.50\n' +
    'CARD_PAYMENT,Current,2026-01-07 10:00:00,,Shop,-9.00,0.00,EUR,REVERTED,\n' +
    'CARD_PAYMENT,Current,2026-01-08 10:00:00,,Hotel,-80.00,0.00,EUR,PENDING,\n';
  expect(inShort(text)).toEqual([
    '2026-01-06 -500 Cafe',
    '2026-01-07 -2050 Cash at bank',
    '2026-01-08 -8000 Hotel',
  ]);
  expect(rowsOf(text).map(({ pending }) => pending)).toEqual([undefined, undefined, true]);
  expect(readText(text)).toMatchObject([{ account: 'Current', leftOut: [{ line: 4 }] }]);
});

it('Wise, one currency, is read with the day first and the merchant', () => {
  const text =
    '"TransferWise ID",Date,Amount,Currency,Description,"Payment Reference","Running Balance","Exchange From","Exchange To","Exchange Rate","Payer Name","Payee Name","Payee Account Number",Merchant,"Card Last Four Digits","Card Holder Full Name",Attachment,Note,"Total fees"\n' +
    'CARD-1,05-01-2026,-4.20,EUR,"Card transaction of 4.20 EUR","",95.80,,,,,,,Cafe,0000,"A Sample",,,0.00\n' +
    'TRANSFER-2,06-01-2026,10.00,EUR,"Received money from B Sample","rent",105.80,,,,"B Sample",,,,,,,,0.00\n';
  expect(rowsOf(text)).toMatchObject([
    { date: '2026-01-05', amountMinor: -420n, payee: 'Cafe', memo: '', reference: 'CARD-1' },
    { date: '2026-01-06', amountMinor: 1000n, payee: 'B Sample', memo: 'rent', reference: 'TRANSFER-2' },
  ]);
});

it('PayPal is read with its net amounts, without rows that do not touch the balance', () => {
  const header =
    '"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","From Email Address","To Email Address","Transaction ID","Balance","Subject","Note","Balance Impact"\n';
  const text =
    `${header}"31/01/2026","10:00:00","CET","Shop","Express Checkout Payment","Completed","EUR","-12.50","0.00","-12.50","a@example.org","b@example.org","T1","87.50","Book","","Debit"\n` +
    '"31/01/2026","11:00:00","CET","B Sample","Mobile Payment","Completed","EUR","10.00","-0.69","9.31","","","T2","96.81","","thanks","Credit"\n' +
    '"31/01/2026","11:30:00","CET","","Bank Deposit to PP Account","Completed","EUR","5.00","0.00","5.00","","","T3","101.81","","","Credit"\n' +
    '"31/01/2026","12:00:00","CET","Shop","General Authorization","Pending","EUR","-3.00","0.00","-3.00","","","T4","101.81","","","Memo"\n';
  expect(rowsOf(text)).toMatchObject([
    { date: '2026-01-31', amountMinor: -1250n, payee: 'Shop', memo: 'Book', reference: 'T1' },
    { amountMinor: 931n, payee: 'B Sample', memo: 'thanks' },
    { amountMinor: 500n, payee: 'Bank Deposit to PP Account' },
  ]);
  expect(readText(text)).toMatchObject([{ leftOut: [{ line: 5 }] }]);
});

it('N26 is read before and after 2023', () => {
  const after =
    '"Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference","Account Name","Amount (EUR)","Original Amount","Original Currency","Exchange Rate"\n' +
    '2026-01-15,2026-01-14,"SAMPLE CAFE",,Presentment,,"Main Account",-4.61,4.30,CHF,1.0721\n';
  expect(rowsOf(after)).toEqual([
    {
      date: '2026-01-15',
      amountMinor: -461n,
      currency: 'EUR',
      payee: 'SAMPLE CAFE',
      memo: '',
      reference: '',
    },
  ]);
});

it('ING of the Netherlands is read in both languages', () => {
  const dutch =
    '"Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";"Bedrag (EUR)";"Mutatiesoort";"Mededelingen";"Saldo na mutatie";"Tag"\n' +
    '"20260106";"Bakker";"NL00INGB01";"";"BA";"Af";"3,20";"Betaalautomaat";"Pasvolgnr: 001";"96,80";""\n' +
    '"20260105";"Werk";"NL00INGB01";"NL00TEST02";"OV";"Bij";"1.000,00";"Overschrijving";"Salaris";"100,00";""\n';
  const english = dutch
    .replace('Datum', 'Date')
    .replace('Naam / Omschrijving', 'Name / Description')
    .replace('Rekening', 'Account')
    .replace('Tegenrekening', 'Counterparty')
    .replace('Af Bij', 'Debit/credit')
    .replace('Bedrag (EUR)', 'Amount (EUR)')
    .replace('Mededelingen', 'Notifications')
    .replace('"Af"', '"Debit"')
    .replace('"Bij"', '"Credit"');
  expect(inShort(dutch)).toEqual(['2026-01-06 -320 Bakker', '2026-01-05 100000 Werk']);
  expect(rowsOf(english)).toEqual(rowsOf(dutch));
});

it('ING of Germany is read with the currency of the amount', () => {
  const text =
    'Umsatzanzeige;Datei erstellt am: 31.01.2026 10:00\n\nIBAN;DE00\n\n' +
    'Buchung;Wertstellungsdatum;Auftraggeber/Empfänger;Buchungstext;Verwendungszweck;Saldo;Währung;Betrag;Währung\n' +
    '05.01.2026;05.01.2026;VISA MARKT;Lastschrift;NR1;976,60;EUR;-23,40;EUR\n';
  expect(rowsOf(text)).toMatchObject([
    { amountMinor: -2340n, payee: 'VISA MARKT', memo: 'NR1', currency: 'EUR' },
  ]);
});

it('PayPal is read in German from the report without types, by what the account got', () => {
  const text =
    '"Datum","Uhrzeit","Zeitzone","Beschreibung","Währung","Brutto","Entgelt","Netto","Guthaben","Transaktionscode","Absender E-Mail-Adresse","Name"\n' +
    '"15.01.2026","10:00:00","Europe/Berlin","Handyzahlung","EUR","10,00","-0,69","9,31","9,31","T1","b@x","Beate"\n' +
    '"16.01.2026","11:00:00","Europe/Berlin","Express-Zahlung","EUR","-12,50","0,00","-12,50","-3,19","T2","a@x",""\n';
  expect(inShort(text)).toEqual(['2026-01-15 931 Beate', '2026-01-16 -1250 Express-Zahlung']);
  expect(readText(text)).toMatchObject([{ closingMinor: -319n }]);
});

it('Revolut is read in German, with the day of what is not booked yet', () => {
  const text =
    'Art,Produkt,Datum des Beginns,Datum des Abschlusses,Beschreibung,Betrag,Gebühr,Währung,Status,Kontostand\n' +
    'Überweisung,Aktuell,2026-01-07 10:00:00,2026-01-07 11:00:00,B,-20.00,0.50,EUR,ABGESCHLOSSEN,74.50\n' +
    'Kartenzahlung,Aktuell,2026-01-08 10:00:00,,Hotel,-80.00,0.00,EUR,AUSSTEHEND,\n' +
    'Kartenzahlung,Aktuell,2026-01-08 12:00:00,,Bar,-8.00,0.00,EUR,RÜCKGÄNGIG GEMACHT,\n';
  expect(rowsOf(text)).toMatchObject([
    { date: '2026-01-07', amountMinor: -2050n },
    { date: '2026-01-08', amountMinor: -8000n, pending: true },
  ]);
  for (const state of ['Rückgängig gemacht', 'abgelehnt', 'Storniert', 'Annulliert'])
    expect(rowsOf(text.replace('RÜCKGÄNGIG GEMACHT', state))).toHaveLength(2);
});

it('ING is read in Belgium and Poland', () => {
  const belgium =
    'Rekeningnummer;Naam van de rekening;Rekening tegenpartij;Omzetnummer;Boekingsdatum;Valutadatum;Bedrag;Munteenheid;Bericht;Omschrijving;Detail van de omzet\n' +
    'BE00;Groen;BE11;1;05/01/2026;07/01/2026;-12,50;EUR;;Bakker;Details\n';
  expect(inShort(belgium)).toEqual(['2026-01-05 -1250 Bakker']);
  const poland =
    '"Lista transakcji";;\n"Data transakcji";"Data księgowania";"Dane kontrahenta";"Tytuł";"Nr rachunku";"Nazwa banku";"Szczegóły";"Nr transakcji";"Kwota transakcji (waluta rachunku)";"Waluta";"Kwota blokady/zwolnienie blokady";"Waluta";"Kwota płatności w walucie";"Waluta";"Konto";"Saldo po transakcji";"Waluta"\n' +
    `2026-01-05;2026-01-07;"Sklep";"Karta";'';"";"TR.KART";'2026';-12,50;PLN;;;-2,90;EUR;"Direct";987,50;PLN\n`;
  expect(rowsOf(poland)).toMatchObject([
    { date: '2026-01-07', amountMinor: -1250n, currency: 'PLN', payee: 'Sklep', memo: 'Karta' },
  ]);
});

it('Wise asks whether what it calls refunded is to be left out', () => {
  const text =
    'ID,Status,Direction,"Created on","Finished on","Source fee amount","Source fee currency","Source name","Source amount (after fees)","Source currency","Target name","Target amount (after fees)","Target currency",Reference\n' +
    'CARD-5,REFUNDED,OUT,"2026-01-12 10:00:00","2026-01-12 10:00:00",,,"A",7.00,EUR,Shoes,7.00,EUR,\n' +
    'CARD-6,COMPLETED,OUT,"2026-01-13 10:00:00","2026-01-13 10:00:00",,,"A",8.00,EUR,Hat,8.00,EUR,\n';
  expect(readText(text)).toMatchObject([
    { questions: [{ about: 'skipWhere', choices: [{ Status: ['REFUNDED'] }, {}] }] },
  ]);
  expect(inShort(text, { skipWhere: { Status: ['REFUNDED'] } })).toEqual(['2026-01-13 -800 Hat']);
  expect(inShort(text, { skipWhere: {} })).toHaveLength(2);
});

it('Firefly III is read with loans as accounts and with notes', () => {
  const row = (type: string, amount: string, from: string, to: string, notes = '') =>
    `1,,${type},EUR,${amount},,,Text,2026-01-31T00:00:00+01:00,${from},${to},,${notes}\n`;
  const text =
    'journal_id,group_id,type,currency_code,amount,foreign_currency_code,foreign_amount,description,date,source_name,source_type,destination_name,destination_type,category,notes\n' +
    row('Withdrawal', '-500.00', 'Giro,Asset account', 'House,Mortgage', 'a note') +
    row('Liability credit', '1000.00', 'Credit,Liability credit account', 'House,Mortgage') +
    row('Deposit', '70.00', 'Friend,Debt', 'Giro,Asset account');
  expect(rowsOf(text)).toMatchObject([
    {
      account: 'Giro',
      amountMinor: -50000n,
      memo: 'Text – a note',
      movedTo: { account: 'House', amountMinor: 50000n },
    },
    { account: 'House', amountMinor: 100000n },
    { account: 'Friend', amountMinor: -7000n, movedTo: { account: 'Giro', amountMinor: 7000n } },
  ]);
});
