import type { TransactionSql } from '../database/connect.ts';
import { audit } from './audit-trail.ts';
import { namedTag, removeTag, type TagRecord } from './delete-or-merge-tag.ts';
import type { Tag } from './list-and-set-tags.ts';
import { NameTakenError, takenAsError } from './name-taken-error.ts';

/** A tag that stays as it is. */
interface KeptTag {
  readonly title: string;
  readonly why: 'edited' | 'taken';
}

/**
 * Undoes what an act did to tags: restores names and colours, brings back a tag that was deleted or merged to the
 * transactions that are still there, and takes it away again when that is undone.
 */
export async function undoTags(
  sql: TransactionSql,
  book: string,
  act: string,
): Promise<{ count: number; left: KeptTag[] }> {
  const rows = await sql<{ id: string; was: TagRecord | null; became: TagRecord | null }[]>`
    select subject_id as id, (array_agg(before order by id))[1] as was, (array_agg(after order by id desc))[1] as became
    from audit where book_id = ${book} and act_id = ${act} and subject = 'tag' group by subject_id order by subject_id`;
  const left: KeptTag[] = [];
  let count = 0;
  for (const { id, was, became } of rows) {
    const why = await sql
      .savepoint((inner) => undoOne(inner, book, id, was, became))
      .catch((error) => {
        if (error instanceof NameTakenError) return 'taken' as const;
        throw error;
      });
    if (why === undefined) count += 1;
    else left.push({ title: (became ?? was)?.name ?? '', why });
  }
  return { count, left };
}

async function undoOne(
  sql: TransactionSql,
  book: string,
  id: string,
  was: TagRecord | null,
  became: TagRecord | null,
): Promise<KeptTag['why'] | undefined> {
  const [now] = await sql<Tag[]>`
    select id, name, color from tag where book_id = ${book} and id = ${id} for update`;
  if (became === null) return now || !was ? 'edited' : bringBack(sql, book, was);
  if (!now || now.name !== became.name || now.color !== became.color) return 'edited';
  if (was === null) {
    await removeTag(sql, book, now, became.into);
    return undefined;
  }
  await takenAsError(
    sql`update tag set name = ${was.name}, color = ${was.color} where book_id = ${book} and id = ${id}`,
  );
  await audit(sql, { action: 'edit', subject: 'tag', id, before: now, after: namedTag(was) });
  return undefined;
}

async function bringBack(sql: TransactionSql, book: string, was: TagRecord): Promise<undefined> {
  const { id, name, color, rows = [], into, gained = [] } = was;
  await takenAsError(
    sql`insert into tag (book_id, id, name, color) values (${book}, ${id}, ${name}, ${color})`,
  );
  await sql`
    insert into transaction_tag (book_id, transaction_id, tag_id)
    select book_id, id, ${id} from transaction where book_id = ${book} and id = any(${[...rows]}::uuid[])`;
  if (into !== undefined)
    await sql`
      delete from transaction_tag
      where book_id = ${book} and tag_id = ${into} and transaction_id = any(${[...gained]}::uuid[])`;
  await audit(sql, { action: 'restore', subject: 'tag', id, after: was });
}
