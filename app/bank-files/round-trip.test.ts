import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Options } from './options.ts';
import { readBankFile } from './read-bank-file.ts';
import type { Statement } from './statement.ts';
import {
  type Dialect,
  type Written,
  writeCamt,
  writeCsv,
  writeMt940,
  writeOfx,
  writeQif,
} from './testing/bank-file-writers.ts';
import { encodeText } from './testing/encode-text.ts';

const TODAY = '2026-06-01';

/** Texts with all that a delimiter, a quote or a tag could be, and letters that depend on the encoding. */
const text = (most: number) =>
  fc
    .array(fc.constantFrom(...'abcdexyzAZ059 ;,"\'|&<>()-+.:äöüßéñ€'), { maxLength: most })
    .map((letters) => `Q${letters.join('')}q`);
const rows = fc.array(
  fc.record<Written>({
    date: fc
      .date({ min: new Date('2025-01-01'), max: new Date('2026-05-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10)),
    minor: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }).filter((minor) => minor !== 0n),
    payee: text(24),
    memo: text(70),
  }),
  { minLength: 1, maxLength: 12 },
);
const currency = fc.constantFrom('EUR', 'JPY', 'KWD');

const dialect = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    style: fc.constantFrom<Pick<Dialect, 'decimal' | 'grouping'>>(
      { decimal: '.', grouping: '' },
      { decimal: ',', grouping: '' },
      { decimal: '.', grouping: ',' },
      { decimal: ',', grouping: '.' },
      { decimal: '.', grouping: "'" },
      { decimal: ',', grouping: '\u00a0' },
    ),
    order: fc.constantFrom<Dialect['order']>('YMD', 'DMY', 'MDY'),
    separator: fc.constantFrom('-', '/', '.'),
    sign: fc.constantFrom<Dialect['sign']>('before', 'after', 'brackets', 'columns', 'flag'),
    newline: fc.constantFrom('\n', '\r\n', '\r'),
    quotesAll: fc.boolean(),
    above: fc.constantFrom([], ['Account;1,2|3'], ['sep='], ['', 'As of today', '']),
  })
  .filter(({ order, separator }) => !(order === 'MDY' && separator === '.')) // nobody writes months first with dots
  .map(
    ({ style, above, ...rest }): Dialect => ({
      ...style,
      ...rest,
      above: above[0] === 'sep=' ? [`sep=${rest.delimiter}`] : above,
    }),
  );

describe('what is written', () => {
  it('as CSV in any dialect is read as it was, or asked about first', () => {
    fc.assert(
      fc.property(rows, currency, dialect, (written, code, how) => {
        const bytes = new TextEncoder().encode(writeCsv(written, code, how));
        const options: Options = { accountCurrency: code, today: TODAY };
        const answers: Options = { dateOrder: how.order, decimal: how.decimal };
        const first = readBankFile(bytes, options);
        const asked = first.flatMap(({ questions }) => questions);
        for (const { about, choices } of asked) expect(choices).toContain(answers[about as keyof Options]);
        expect(inShort(asked.length === 0 ? first : readBankFile(bytes, { ...options, ...answers }))).toEqual(
          wanted(written),
        );
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    'utf-16le',
    'windows-1252',
    'iso-8859-15',
    'windows-1250',
  ])('as CSV in %s is read as it was, or asked about', (encoding) => {
    fc.assert(
      fc.property(rows, (written) => {
        const plain = written.map((row) => ({
          ...row,
          payee: apart(row.payee),
          memo: apart(row.memo),
        }));
        const csv = writeCsv(plain, 'EUR', {
          delimiter: ';',
          decimal: ',',
          grouping: '',
          order: 'DMY',
          separator: '.',
          sign: 'before',
          newline: '\r\n',
          quotesAll: true,
          above: [],
        });
        const bytes =
          encoding === 'utf-16le' ? Buffer.from(`\ufeff${csv}`, 'utf16le') : encodeText(csv, encoding);
        const read = readBankFile(bytes, { today: TODAY });
        const asked = read.flatMap(({ questions }) => questions.map(({ about }) => about));
        const statements = asked.length === 0 ? read : readBankFile(bytes, { today: TODAY, encoding });
        expect(asked.filter((about) => about !== 'encoding')).toEqual([]);
        expect(inShort(statements)).toEqual(wanted(plain));
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['OFX 1', (written: readonly Written[], code: string) => writeOfx(written, code, false)],
    ['OFX 2', (written: readonly Written[], code: string) => writeOfx(written, code, true)],
    ['QIF', writeQif],
    ['CAMT', writeCamt],
  ])('as %s is read as it was', (_, write) => {
    fc.assert(
      fc.property(rows, currency, (written, code) => {
        const bytes = new TextEncoder().encode(write(written, code));
        const first = readBankFile(bytes, { accountCurrency: code, today: TODAY });
        // Quicken's dates are decided by their apostrophe; days up to the 12th are not.
        const asked = first.flatMap(({ questions }) => questions);
        const answers: Options = { dateOrder: 'MDY', decimal: '.' };
        for (const { about, choices } of asked) expect(choices).toContain(answers[about as keyof Options]);
        const read =
          asked.length === 0
            ? first
            : readBankFile(bytes, { accountCurrency: code, today: TODAY, ...answers });
        expect(inShort(read)).toEqual(wanted(written));
      }),
      { numRuns: 150 },
    );
  });

  it('as MT940 is read as it was, without what its parts cannot hold', () => {
    fc.assert(
      fc.property(rows, currency, (written, code) => {
        const plain = written.map((row) => ({
          ...row,
          payee: partText(row.payee),
          memo: partText(row.memo),
        }));
        const bytes = new TextEncoder().encode(writeMt940(plain, code));
        expect(inShort(readBankFile(bytes, { today: TODAY }))).toEqual(wanted(plain));
      }),
      { numRuns: 150 },
    );
  });

  it('never throws, whatever the bytes are', () => {
    const start = fc.constantFrom(
      '',
      'OFXHEADER:100\n<OFX><STMTRS>',
      '!Type:Bank\n',
      '<?xml version="1.0"?><BkToCstmrStmt>',
      ':20:\n:60F:',
      'Date,Payee,Amount\n',
    );
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 300 }), fc.string(), (head, bytes, tail) => {
        const whole = Buffer.concat([Buffer.from(head), bytes, Buffer.from(tail)]);
        for (const { status } of readBankFile(whole, { today: TODAY }))
          expect(['import', 'ask', 'refuse']).toContain(status);
      }),
      { numRuns: 500 },
    );
  });
});

/** Two letters beyond ASCII in a row can be one letter of UTF-8, by chance; and not every encoding has ñ. */
function apart(given: string): string {
  return given.replaceAll('ñ', 'n').replaceAll(/\P{ASCII}(?=\P{ASCII})/gu, '$&x');
}

/** Spaces at a cut of 27 characters are lost in MT940, and its marks and its words are no text. */
function partText(given: string): string {
  return given.replaceAll(/[ ?+]/g, 'x');
}

function inShort(statements: readonly Statement[]): readonly string[] {
  return statements.flatMap(({ rows: read, problems }) => [
    ...read.map(({ date, amountMinor, payee, memo }) => `${date} ${amountMinor} ${payee} / ${memo}`),
    ...problems.map((problem) => JSON.stringify(problem)),
  ]);
}

function wanted(written: readonly Written[]): readonly string[] {
  return written.map(({ date, minor, payee, memo }) => `${date} ${minor} ${payee} / ${memo}`);
}
