import type { Options } from '../options.ts';
import { readBankFile } from '../read-bank-file.ts';
import type { Row, Statement } from '../statement.ts';

/** Reads a text as a file in UTF-8, on a fixed day. */
export function readText(text: string, options: Options = {}): readonly Statement[] {
  return readBankFile(new TextEncoder().encode(text), { today: '2026-06-01', ...options });
}

/** Rows of a text that can be imported as it is. @throws Error with what was asked or refused otherwise */
export function rowsOf(text: string, options: Options = {}): readonly Row[] {
  const statements = readText(text, options);
  const unclear = statements.filter(({ status }) => status !== 'import');
  if (unclear.length > 0) throw new Error(JSON.stringify(unclear));
  return statements.flatMap(({ rows }) => rows);
}

/** Each row in short: day, amount in minor units, payee. */
export function inShort(text: string, options: Options = {}): readonly string[] {
  return rowsOf(text, options).map(({ date, amountMinor, payee }) => `${date} ${amountMinor} ${payee}`);
}

/** Names of the options that a text asks about. */
export function askedAbout(text: string, options: Options = {}): readonly string[] {
  return readText(text, options).flatMap(({ questions }) => questions.map(({ about }) => about));
}

/** Places at which a text is refused, as line and column. */
export function refusedAt(text: string, options: Options = {}): readonly string[] {
  return readText(text, options).flatMap(({ problems }) =>
    problems.map(({ line, column }) => `${line} ${column}`),
  );
}
