import type { TransactionSql } from '../../database/connect.ts';
import { audit } from '../../ledger/audit-trail.ts';
import { namedTag, removeTag } from '../../ledger/delete-or-merge-tag.ts';
import type { Tag } from '../../ledger/list-and-set-tags.ts';
import { takenAsError } from '../../ledger/name-taken-error.ts';
import { NotFoundError } from '../../plugins/person-and-book-authorization.ts';
import { say } from '../../words/say.ts';

export interface UsedTag extends Tag {
  /** Number of its transactions. */
  readonly count: number;
}

/** Lists the tags of a book by name, with how much they are used. */
export async function usedTags(sql: TransactionSql, book: string): Promise<UsedTag[]> {
  return sql<UsedTag[]>`
    select id, name, color, (
      select count(*)::int from transaction_tag x where x.book_id = tag.book_id and x.tag_id = tag.id
    ) as count
    from tag where book_id = ${book} order by lower(name), id`;
}

/** Changes name and colour; writes nothing when both are as they were. @throws NameTakenError, NotFoundError */
export async function changeTag(sql: TransactionSql, book: string, wanted: Tag): Promise<void> {
  const { id, name, color } = wanted;
  const was = await lockTag(sql, book, id);
  if (was.name === name && was.color === color) return;
  await takenAsError(
    sql`update tag set name = ${name}, color = ${color} where book_id = ${book} and id = ${id}`,
  );
  await audit(sql, { action: 'edit', subject: 'tag', id, before: was, after: namedTag(wanted) });
}

/** Takes a tag away from all its transactions. @throws NotFoundError */
export async function deleteTag(sql: TransactionSql, book: string, id: string): Promise<void> {
  await removeTag(sql, book, await lockTag(sql, book, id));
}

/** Gives another tag to all transactions of a tag, and takes that away. @throws NotFoundError */
export async function mergeTag(sql: TransactionSql, book: string, id: string, into: string): Promise<void> {
  const [first = '', second = ''] = [id, into].sort();
  const both = [await lockTag(sql, book, first), await lockTag(sql, book, second)];
  const [from, onto] = both[0]?.id === id ? both : both.reverse();
  if (!from || !onto) throw new NotFoundError(say('tags.unknown'));
  await sql`
    insert into act (book_id, person_id, kind, title)
    values (${book}, acting_person(), 'merge tags', ${`${from.name} → ${onto.name}`})
    returning begin_act(book_id, id)`;
  await followWithRules(sql, book, from.id, onto.id);
  await removeTag(sql, book, from, onto.id);
}

/** Has rules that name a tag name another. */
async function followWithRules(sql: TransactionSql, book: string, from: string, onto: string): Promise<void> {
  const renamed = (column: 'conditions' | 'actions') =>
    sql`replace(${sql(column)}::text, ${`"tag": "${from}"`}, ${`"tag": "${onto}"`})::jsonb`;
  const rows = await sql<{ id: string; before: object; after: object }[]>`
    update rule set conditions = ${renamed('conditions')}, actions = ${renamed('actions')}
    where book_id = ${book} and jsonb_path_exists(conditions || actions, '$.tag ? (@ == $id)', ${JSON.stringify({ id: from })}::text::jsonb)
    returning new.id, to_jsonb(old) as before, to_jsonb(new) as after`;
  for (const row of rows) await audit(sql, { action: 'edit', subject: 'rule', ...row });
}

async function lockTag(sql: TransactionSql, book: string, id: string): Promise<Tag> {
  const [tag] = await sql<Tag[]>`
    select id, name, color from tag where book_id = ${book} and id = ${id} for update`;
  if (!tag) throw new NotFoundError(say('tags.unknown'));
  return tag;
}
