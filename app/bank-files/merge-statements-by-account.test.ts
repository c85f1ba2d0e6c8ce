import { describe, expect, it } from 'vitest';
import { readText } from './testing/read-text.ts';

const january = ['C260101EUR100,00', '2601100110D10,00NTRFNONREF//B1', 'C260131EUR90,00'] as const;
const february = ['C260131EUR90,00', '2602030203D15,00NTRFNONREF//B2', 'C260203EUR75,00'] as const;
const march = ['C260301EUR70,00', '2603030303D15,00NTRFNONREF//B3', 'C260303EUR55,00'] as const;

describe('several statements of one account', () => {
  it.each([
    ['oldest first', [january, february]],
    ['newest first', [february, january]],
  ])('have the balances of the first and the last day: %s', (_, pages) => {
    for (const text of [mt940(pages), camt(pages)])
      expect(readText(text)).toMatchObject([{ openingMinor: 10000n, closingMinor: 7500n, rows: [{}, {}] }]);
  });

  it.each([
    ['a gap', [january, march]],
    ['a gap, newest first', [march, january]],
    ['one statement twice', [january, january]],
    [
      'days without a statement between',
      [
        ['C260101EUR100,00', '2601050105D10,00NTRFNONREF', 'C260105EUR90,00'],
        ['C260107EUR80,00', '2601080108D5,00NTRFNONREF', 'C260108EUR75,00'],
      ],
    ],
  ] satisfies [string, Month[]][])('ask whether to take balances that do not meet: %s', (_, pages) => {
    for (const text of [mt940(pages), camt(pages)]) {
      expect(readText(text)).toMatchObject([
        { status: 'ask', questions: [{ about: 'balances', choices: ['ignore'] }] },
      ]);
      expect(readText(text, { balances: 'ignore' })).toMatchObject([
        { openingMinor: 10000n, rows: [{}, {}] },
      ]);
    }
  });

  it('are ordered by their balances within a day and where they have no rows', () => {
    const row = (cents: number) => `2601100110D${cents},00NTRFNONREF`;
    const first = ['C260110EUR100,00', row(10), 'C260110EUR90,00'] as const;
    const second = ['C260110EUR90,00', row(20), 'C260110EUR70,00'] as const;
    const third = ['C260110EUR70,00', row(30), 'C260110EUR40,00'] as const;
    const scrambled = [second, third, first];
    for (const text of [mt940(scrambled), camt(scrambled)])
      expect(readText(text)).toMatchObject([
        { status: 'import', openingMinor: 10000n, closingMinor: 4000n, rows: [{}, {}, {}] },
      ]);
    const empty = mt940([february])
      .replace(/:61:.*\n:86:.*\n/, '')
      .replace('EUR75,00', 'EUR90,00');
    for (const text of [empty + mt940([february, january]), mt940([february]) + empty + mt940([january])])
      expect(readText(text)).toMatchObject([
        { status: 'import', openingMinor: 10000n, closingMinor: 7500n, rows: [{}, {}] },
      ]);
  });
});

type Month = readonly [opening: string, row: string, closing: string];

function mt940(months: readonly Month[]): string {
  return months
    .map(
      ([opening, row, closing]) =>
        `:20:S\n:25:NL20\n:60F:${opening}\n:61:${row}\n:86:Shop\n:62F:${closing}\n`,
    )
    .join('');
}

function camt(months: readonly Month[]): string {
  const balance = (code: string, text: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount(text.slice(10))}</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>`;
  const statements = months.map(([opening, row, closing]) => {
    const day = `20${row.slice(0, 2)}-${row.slice(2, 4)}-${row.slice(4, 6)}`;
    const entry = `<Ntry><Amt Ccy="EUR">${amount(row.slice(11))}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>${day}</Dt></BookgDt></Ntry>`;
    return `<Stmt><Acct><Id><IBAN>NL00</IBAN></Id><Ccy>EUR</Ccy></Acct>${balance('OPBD', opening)}${balance('CLBD', closing)}${entry}</Stmt>`;
  });
  return `<Document><BkToCstmrStmt>\n${statements.join('\n')}</BkToCstmrStmt></Document>`;
}

function amount(text: string): string {
  return text.replace(',', '.').replace(/[^\d.].*$/, '');
}
