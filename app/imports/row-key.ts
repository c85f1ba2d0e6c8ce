import { createHash } from 'node:crypto';
import type { Row } from '../bank-files/statement.ts';

/** Fields of a row that are the bank's own and that no mapping, rule or person changes. */
type BankFields = Pick<Row, 'date' | 'amountMinor' | 'payee' | 'memo' | 'reference'>;

/**
 * Key of a row within its account: 32 bytes, the same whenever the bank gives the row again, and shared by twins, which
 * are numbered. Version 1; a stored key never changes, so a better one would be a version 2 beside it.
 *
 * A row says nothing else that both stays and tells it apart: a bank's id alone does not, since some give one to three
 * rows, and category, splits or the other account are what programs and people change.
 */
export function rowKey({ date, amountMinor, payee, memo, reference }: BankFields): Buffer {
  const parts = ['v1', date, String(amountMinor), rawDescription({ payee, memo }), plain(reference)];
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

/**
 * What the bank wrote about a row, as keys compare it: without case, kinds of blanks and letters that look the same, and
 * whichever of its texts somebody took for the payee.
 */
export function rawDescription({ payee, memo }: Pick<Row, 'payee' | 'memo'>): string {
  const texts = [plain(payee), plain(memo)].filter((text) => text !== '');
  return texts.sort().join('\u001f');
}

function plain(text: string): string {
  if (/^[ -~]*$/.test(text)) return text.toLowerCase().replaceAll(/ +/g, ' ').trim(); // the same, for thousands of rows
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{Default_Ignorable_Code_Point}[\p{Cc}--\s]]/gv, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
