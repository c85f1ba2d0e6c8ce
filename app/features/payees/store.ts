import type { Day } from '../../calendar.ts';
import type { TransactionSql } from '../../database/connect.ts';
import { audit } from '../../ledger/audit-trail.ts';
import { beginAct } from '../../ledger/begin-and-list-acts.ts';
import { findPayee, type Payee, spellings } from '../../ledger/find-payee-and-last-transaction.ts';
import { takenAsError } from '../../ledger/name-taken-error.ts';
import { isId } from '../../ledger/transaction-filter-in-url.ts';
import { NotFoundError } from '../../plugins/person-and-book-authorization.ts';
import { say } from '../../words/say.ts';

/** A payee with its use, in all its spellings. */
export interface UsedPayee extends Payee {
  readonly rows: bigint;
  /** Day of the newest row; null when there is none. */
  readonly lastOn: Day | null;
  /** Names of the payees that were merged into it. */
  readonly others: readonly Payee[];
}

/** Lists payees by name, those that are merged into another under that one; one more than `limit` when there are more. */
export async function listPayees(
  sql: TransactionSql,
  book: string,
  {
    text,
    after,
    limit,
  }: { readonly text: string; readonly after: string | undefined; readonly limit: number },
): Promise<UsedPayee[]> {
  const beyond =
    after !== undefined && isId(after)
      ? sql`and p.plain_name > (select one.plain_name from payee one where one.book_id = ${book} and one.id = ${after})`
      : sql``;
  const found = text === '' ? sql`` : sql`and p.id in (${matching(sql, book, text)})`;
  return payeesWhere(
    sql,
    book,
    sql`p.merged_into is null ${found} ${beyond} order by p.plain_name limit ${limit + 1}`,
  );
}

/** Finds a payee with its use. @throws NotFoundError */
export async function usedPayee(sql: TransactionSql, book: string, id: string): Promise<UsedPayee> {
  const found = isId(id) ? await payeesWhere(sql, book, sql`p.merged_into is null and p.id = ${id}`) : [];
  const [payee] = found;
  if (!payee) throw new NotFoundError(say('payees.unknown'));
  return payee;
}

function payeesWhere(sql: TransactionSql, book: string, condition: ReturnType<TransactionSql>) {
  return sql<UsedPayee[]>`
    select p.id, p.name, use.rows, use.last_on as "lastOn", (
      select coalesce(json_agg(json_build_object('id', o.id, 'name', o.name) order by o.plain_name), '[]')
      from payee o where o.book_id = ${book} and o.merged_into = p.id
    ) as others
    from (select p.* from payee p where p.book_id = ${book} and ${condition}) p cross join lateral (
      select count(*) as rows, max(t.booked_on) as last_on from transaction t
      where t.book_id = ${book} and t.payee_id = any(${spellings(sql, book, sql`p.id`)})
    ) use
    order by p.plain_name`;
}

/** Ids of the payees that have words in one of their spellings. */
function matching(sql: TransactionSql, book: string, text: string) {
  return sql`
    select coalesce(one.merged_into, one.id) from payee one
    where one.book_id = ${book} and one.id = any((select payees from names_matching(${text}))::uuid[])`;
}

/** Renames a payee; writes nothing when the name is unchanged. @throws NameTakenError */
export async function renamePayee(
  sql: TransactionSql,
  book: string,
  id: string,
  name: string,
): Promise<void> {
  if (!(await findPayee(sql, book, id))) throw new NotFoundError(say('payees.unknown'));
  const [row] = await takenAsError(
    sql<Changed[]>`
      update payee set name = ${name} where book_id = ${book} and id = ${id} and merged_into is null and name <> ${name}
      returning to_jsonb(old) as before, to_jsonb(new) as after`,
  );
  if (row) await audit(sql, { action: 'edit', subject: 'payee', id, ...row });
}

/** Merges a payee, with all that was merged into it, into another; its rows stay as they are. */
export async function mergePayee(
  sql: TransactionSql,
  book: string,
  { id, name }: Payee,
  into: Payee,
): Promise<void> {
  await beginAct(sql, book, 'merge payees', `${name} → ${into.name}`);
  // What is merged into it first: nothing may point to a payee that is merged itself.
  for (const spelling of [sql`merged_into = ${id}`, sql`id = ${id} and merged_into is null`]) {
    const rows = await sql<(Changed & { id: string })[]>`
      update payee set merged_into = ${into.id} where book_id = ${book} and ${spelling}
      returning new.id, to_jsonb(old) as before, to_jsonb(new) as after`;
    for (const row of rows) await audit(sql, { action: 'edit', subject: 'payee', ...row });
  }
}

/** Makes a spelling of a payee one of its own again. */
export async function takeApart(
  sql: TransactionSql,
  book: string,
  id: string,
  spelling: string,
): Promise<void> {
  if (!isId(id) || !isId(spelling)) throw new NotFoundError(say('payees.unknown'));
  const [row] = await sql<Changed[]>`
    update payee set merged_into = null where book_id = ${book} and id = ${spelling} and merged_into = ${id}
    returning to_jsonb(old) as before, to_jsonb(new) as after`;
  if (!row) throw new NotFoundError(say('payees.unknown'));
  await beginAct(sql, book, 'part payees', (row.after as { name: string }).name);
  await audit(sql, { action: 'edit', subject: 'payee', id: spelling, ...row });
}

/** Names of the other payees, for suggestions. */
export async function otherNames(sql: TransactionSql, book: string, id: string): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select name from payee where book_id = ${book} and merged_into is null and id <> ${id} order by plain_name limit 500`;
  return rows.map(({ name }) => name);
}

interface Changed {
  readonly before: object;
  readonly after: object;
}
