import { createHash } from 'node:crypto';
import type { Row, Statement } from '../bank-files/statement.ts';
import type { ImportRequest } from '../imports/import-request-types.ts';

/** A row of a bank's file as `2026-02-03 -2.50 Payee`, with all else that it has. */
export function bankRow(text: string, more: Partial<Row> = {}): Row {
  const [, date = '', sign = '', amount = '', payee = ''] = /^(\S+) (-?)(\S+) ?(.*)$/.exec(text) ?? [];
  const amountMinor = BigInt(`${sign}${amount.replace('.', '')}`);
  return { date, amountMinor, currency: 'EUR', payee, memo: '', reference: '', ...more };
}

/** A file's statement with these rows. */
export function statementOf(rows: readonly (string | Row)[], more: Partial<Statement> = {}): Statement {
  const all = rows.map((row) => (typeof row === 'string' ? bankRow(row) : row));
  return { status: 'import', account: null, rows: all, questions: [], problems: [], ...more };
}

/** A request to import a file with one statement into an account; equal rows are equal bytes. */
export function importOf(
  account: string,
  rows: readonly (string | Row)[],
  more: Partial<ImportRequest> = {},
): ImportRequest {
  const statement = statementOf(rows);
  const bytes = JSON.stringify(statement, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
  const sha256 = createHash('sha256').update(bytes).digest();
  return {
    file: { name: 'february.csv', sha256, fingerprint: 'csv-of-one-bank' },
    statements: [statement],
    accounts: { '': account },
    ...more,
  };
}
