import type { TransactionSql } from '../database/connect.ts';
import { audit } from './audit-trail.ts';
import type { Tag } from './list-and-set-tags.ts';

/** A tag as recorded when it is taken away, with what brings it back. */
export interface TagRecord extends Tag {
  /** Ids of its transactions. */
  readonly rows?: readonly string[];
  /** The tag that it was merged into. */
  readonly into?: string;
  /** Ids of the transactions that have that tag by the merge only. */
  readonly gained?: readonly string[];
}

/**
 * Takes a tag away from all its transactions and records which they were.
 *
 * @param into the tag that they get instead; ignored when it is not there any more
 */
export async function removeTag(sql: TransactionSql, book: string, tag: Tag, into?: string): Promise<void> {
  const { id } = tag;
  const of = await sql<{ id: string }[]>`
    select transaction_id as id from transaction_tag where book_id = ${book} and tag_id = ${id} order by 1`;
  const gained = into === undefined ? [] : await mergeRows(sql, book, id, into);
  await sql`delete from tag where book_id = ${book} and id = ${id}`;
  const rows = of.map((row) => row.id);
  const merged = into === undefined ? {} : { into, gained };
  await audit(sql, { action: 'delete', subject: 'tag', id, before: { ...namedTag(tag), rows, ...merged } });
}

/** Gives a tag to the transactions of another; returns the ids of those that did not have it. */
async function mergeRows(sql: TransactionSql, book: string, from: string, into: string): Promise<string[]> {
  const gained = await sql<{ id: string }[]>`
    insert into transaction_tag (book_id, transaction_id, tag_id)
    select x.book_id, x.transaction_id, t.id from transaction_tag x join tag t on t.book_id = x.book_id and t.id = ${into}
    where x.book_id = ${book} and x.tag_id = ${from}
    on conflict do nothing returning transaction_id as id`;
  return gained.map(({ id }) => id);
}

/** The tag alone, without what a record has besides. */
export function namedTag({ id, name, color }: Tag): Tag {
  return { id, name, color };
}
