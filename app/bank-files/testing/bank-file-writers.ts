import { digitsOf } from '../../currencies.ts';
import { decimalText } from '../../parse-and-format-amounts.ts';

/** A row that a bank is made to write, in minor units. */
export interface Written {
  readonly date: string;
  readonly minor: bigint;
  readonly payee: string;
  readonly memo: string;
}

/** Way of a program to write CSV. */
export interface Dialect {
  readonly delimiter: string;
  readonly decimal: '.' | ',';
  /** Sign between thousands. */
  readonly grouping: string;
  readonly order: 'YMD' | 'DMY' | 'MDY';
  readonly separator: string;
  readonly sign: 'before' | 'after' | 'brackets' | 'columns' | 'flag';
  readonly newline: string;
  readonly quotesAll: boolean;
  readonly above: readonly string[];
}

export function writeCsv(rows: readonly Written[], currency: string, dialect: Dialect): string {
  const header = {
    columns: ['Date', 'Payee', 'Memo', 'Debit', 'Credit'],
    flag: ['Date', 'Payee', 'Memo', 'Amount', 'D/C'],
  };
  const { sign } = dialect;
  const names = sign === 'columns' || sign === 'flag' ? header[sign] : ['Date', 'Payee', 'Memo', 'Amount'];
  const lines = rows.map((row) => [
    day(row.date, dialect),
    row.payee,
    row.memo,
    ...amount(row.minor, currency, dialect),
  ]);
  return [
    ...dialect.above,
    ...[names, ...lines].map((cells) => cells.map((cell) => quoted(cell, dialect)).join(dialect.delimiter)),
    '',
  ].join(dialect.newline);
}

function amount(minor: bigint, currency: string, { sign, decimal, grouping }: Dialect): string[] {
  const [whole = '', fraction = ''] = decimalText(minor < 0n ? -minor : minor, currency).split('.');
  const plain = `${whole.replaceAll(/\B(?=(?:\d{3})+$)/g, grouping)}${digitsOf(currency) === 0 ? '' : decimal}${fraction}`;
  const isOut = minor < 0n;
  if (sign === 'columns') return isOut ? [plain, ''] : ['', plain];
  if (sign === 'flag') return [plain, isOut ? 'D' : 'C'];
  if (!isOut) return [plain];
  return [{ before: `-${plain}`, after: `${plain}-`, brackets: `(${plain})` }[sign]];
}

function day(date: string, { order, separator }: Dialect): string {
  const [Y = '', M = '', D = ''] = date.split('-');
  return [...order].map((letter) => ({ Y, M, D })[letter] ?? '').join(separator);
}

function quoted(cell: string, { quotesAll, delimiter }: Dialect): string {
  const isNeeded = quotesAll || cell.includes('"') || cell.includes(delimiter) || cell.includes('\n');
  return isNeeded ? `"${cell.replaceAll('"', '""')}"` : cell;
}

export function writeOfx(rows: readonly Written[], currency: string, isXml: boolean): string {
  const end = (name: string) => (isXml ? `</${name}>` : '');
  const element = (name: string, text: string) => `<${name}>${escaped(text)}${end(name)}\n`;
  const transactions = rows.map(
    ({ date, minor, payee, memo }, index) =>
      `<STMTTRN>${element('DTPOSTED', `${date.replaceAll('-', '')}120000[-8:PST]`)}${element('TRNAMT', decimalText(minor, currency))}` +
      `${element('FITID', String(index))}${element('NAME', payee)}${element('MEMO', memo)}</STMTTRN>`,
  );
  const head = isXml
    ? '<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200"?>'
    : 'OFXHEADER:100\nDATA:OFXSGML\n\n';
  return `${head}<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>${element('CURDEF', currency)}<BANKACCTFROM>${element('ACCTID', '1')}</BANKACCTFROM><BANKTRANLIST>${transactions.join('')}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>`;
}

export function writeQif(rows: readonly Written[], currency: string): string {
  const records = rows.map(({ date, minor, payee, memo }) => {
    const [year = '', month = '', dayOfMonth = ''] = date.split('-').map((part) => part.replace(/^0/, ''));
    return `D${month}/${dayOfMonth.padStart(2)}'${year.slice(-2)}\nT${decimalText(minor, currency)}\nP${payee}\nM${memo}\n^\n`;
  });
  return `!Type:Bank\n${records.join('')}`;
}

export function writeCamt(rows: readonly Written[], currency: string): string {
  const amountOf = (minor: bigint) => {
    const plain = decimalText(minor < 0n ? -minor : minor, currency);
    return `<Amt Ccy="${currency}">${plain}</Amt><CdtDbtInd>${minor < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;
  };
  const balance = (code: string, minor: bigint) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amountOf(minor)}</Bal>`;
  const entries = rows.map(({ date, minor, payee, memo }) => {
    const party = `<Nm>${escaped(payee)}</Nm>`;
    const parties = minor < 0n ? `<Cdtr>${party}</Cdtr>` : `<Dbtr>${party}</Dbtr>`;
    return `<Ntry>${amountOf(minor)}<Sts>BOOK</Sts><BookgDt><Dt>${date}</Dt></BookgDt><NtryDtls><TxDtls><RltdPties>${parties}</RltdPties><RmtInf><Ustrd>${escaped(memo)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n`;
  });
  const sum = rows.reduce((all, { minor }) => all + minor, 0n);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>1</IBAN></Id><Ccy>${currency}</Ccy></Acct>${balance('OPBD', 0n)}${balance('CLBD', sum)}${entries.join('')}</Stmt></BkToCstmrStmt></Document>`;
}

/** Field 86 in numbered parts, cut at 27 characters and at 65 of a line. */
export function writeMt940(rows: readonly Written[], currency: string): string {
  const plain = (minor: bigint) => {
    const text = decimalText(minor < 0n ? -minor : minor, currency).replace('.', ',');
    return text.includes(',') ? text : `${text},`;
  };
  const mark = (minor: bigint) => (minor < 0n ? 'D' : 'C');
  const lines = rows.map(({ date, minor, payee, memo }) => {
    const [, year = '', month = '', dayOfMonth = ''] = /^\d\d(\d\d)-(\d\d)-(\d\d)$/.exec(date) ?? [];
    const parts = `166?00X${cut(memo, 20)}${cut(payee, 32)}`.match(/.{1,65}/gs) ?? [];
    return `:61:${year}${month}${dayOfMonth}${month}${dayOfMonth}${mark(minor)}${plain(minor)}NMSCNONREF\n:86:${parts.join('\n')}\n`;
  });
  const sum = rows.reduce((all, { minor }) => all + minor, 0n);
  return `:20:X\n:25:1\n:28C:1\n:60F:C250101${currency}${plain(0n)}\n${lines.join('')}:62F:${mark(sum)}270101${currency}${plain(sum)}\n-\n`;
}

function cut(text: string, code: number): string {
  return (text.match(/.{1,27}/gs) ?? []).map((part, index) => `?${code + index}${part}`).join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
