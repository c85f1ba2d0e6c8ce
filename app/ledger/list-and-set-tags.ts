import type { TransactionSql } from '../database/connect.ts';

export interface Tag {
  readonly id: string;
  readonly name: string;
  /** One of six colours, from 1. */
  readonly color: number;
}

/** Number of colours that a tag can have. */
export const tagColors = 6;

/** Maximum number of tags of one transaction. */
export const mostTags = 20;

/** Lists the tags of a book, by name. */
export async function tagsOf(sql: TransactionSql, book: string): Promise<Tag[]> {
  return sql<Tag[]>`select id, name, color from tag where book_id = ${book} order by lower(name), id`;
}

/** Gives a transaction the tags with these names and no others; a name that is new makes a tag. */
export async function setTags(
  sql: TransactionSql,
  book: string,
  transaction: string,
  names: readonly string[],
): Promise<void> {
  const [row] = await sql<{ ids: string[] }[]>`select tags_named(${book}, ${[...names]}::text[]) as ids`;
  const ids = row?.ids ?? [];
  await sql`
    delete from transaction_tag where book_id = ${book} and transaction_id = ${transaction}
      and not tag_id = any(${ids}::uuid[])`;
  if (ids.length === 0) return;
  await sql`
    insert into transaction_tag (book_id, transaction_id, tag_id)
    select ${book}, ${transaction}, unnest(${ids}::uuid[]) on conflict do nothing`;
}

/** Splits a typed list of tags at its commas, which no tag contains. */
export function splitTags(typed: string): string[] {
  return typed
    .split(/[,;،、，؛]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
