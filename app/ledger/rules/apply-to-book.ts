import { createHash } from 'node:crypto';
import type { TransactionSql } from '../../database/connect.ts';
import { beginAct } from '../begin-and-list-acts.ts';
import { mostAtOnce } from '../count-and-lock-matches.ts';
import type { Cursor } from '../transaction-list.ts';
import { changeTransactions, type TransactionChange } from '../write-many-transaction-changes.ts';
import type { RuleRow } from './apply-rules.ts';
import type { Rule } from './rule-types.ts';
import { type Match, rowsThatChange, rowsThatChangeAmong } from './transactions-to-change.ts';

/** The rows are others than were shown; nothing was written. */
export class RowsChanged extends Error {}

/** Digest of what rules would do, equal when they would do the same to the same rows. */
export function markOf(found: readonly Match[]): string {
  const all = found.map(({ id, version, applied }) => [id, version, applied.set, applied.row]);
  const text = JSON.stringify(all, (_key, value) => (typeof value === 'bigint' ? `${value}` : value));
  return createHash('sha256').update(text).digest('base64url');
}

/**
 * Applies rules to a stretch of the rows of a book, as one act. Resolves to where older rows begin, or null.
 *
 * @param shown digest of the rows, and where they begin
 * @throws RowsChanged
 */
export async function applyToBook(
  sql: TransactionSql,
  book: string,
  rules: readonly Rule[],
  { mark, after }: { readonly mark: string; readonly after?: Cursor | undefined },
  title: string,
): Promise<Cursor | null> {
  const { found, older } = await rowsThatChange(sql, book, rules, { most: mostAtOnce, after });
  const versions = new Map(found.map(({ id, version }) => [id, version]));
  const locked = await sql<{ id: string; version: number }[]>`
    select id, version from transaction where book_id = ${book} and id = any(${[...versions.keys()]}::uuid[])
    order by id for update`;
  const isSame =
    locked.length === found.length && locked.every((row) => versions.get(row.id) === row.version);
  if (!isSame || markOf(found) !== mark) throw new RowsChanged();
  if (found.length === 0) return older;
  await beginAct(sql, book, 'apply rules', title, found.length);
  await changeTransactions(sql, book, found.map(changeOf));
  return older;
}

/** Applies rules to rows that the caller has locked, as part of the act that it has begun. */
export async function applyToRows(
  sql: TransactionSql,
  book: string,
  rules: readonly Rule[],
  ids: readonly string[],
): Promise<void> {
  if (rules.length === 0) return;
  const found = await rowsThatChangeAmong(sql, book, rules, ids);
  await changeTransactions(sql, book, found.map(changeOf));
}

function changeOf({ id, held, before, applied: { row, set } }: Match): TransactionChange {
  const fields = new Set(set.map(({ field }) => field));
  return {
    ...{ id, held, setBy: 'rule' },
    ...(fields.has('payee') && { payee: row.payee }),
    ...(fields.has('note') && { note: row.note }),
    ...(fields.has('category') && sortingOf(before, row)),
    ...(fields.has('cleared') && { cleared: true }),
    ...(fields.has('tags') && { tags: row.tags.filter((tag) => !before.tags.includes(tag)) }),
  };
}

/** What is not sorted yet is put on a category where it is, which spares writing its lines anew. */
function sortingOf(before: RuleRow, { parts }: RuleRow): Pick<TransactionChange, 'sorted' | 'parts'> {
  const [only, ...more] = parts;
  if (before.parts.length > 0 || !only || !('category' in only) || more.length > 0) return { parts };
  return { sorted: only.category };
}
