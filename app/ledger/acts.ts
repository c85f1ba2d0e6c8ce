import type { TransactionSql } from '../database/connect.ts';
import { auditedAct } from './audit.ts';
import { isId } from './filter.ts';

/** What somebody did to a book in one go. */
export interface Act {
  readonly id: string;
  readonly at: Date;
  /** `add transaction`, `edit account`, `undo`. */
  readonly kind: string;
  /** What it was about, as it was called then. */
  readonly title: string;
  /** Who did it; null for somebody who is no member any more. */
  readonly name: string | null;
  readonly isUndone: boolean;
}

/** Does the work of one transaction, and gives the act that it was; empty where it wrote nothing. */
export function acted(work: (sql: TransactionSql) => Promise<unknown>) {
  return async (sql: TransactionSql): Promise<string> => {
    await work(sql);
    return auditedAct(sql) ?? currentAct(sql);
  };
}

/** For what functions of the database have written down. */
async function currentAct(sql: TransactionSql): Promise<string> {
  const [row] = await sql<{ begun: string | null }[]>`select current_setting('app.act', true) as begun`;
  return row?.begun?.split(' ')[1] ?? '';
}

export async function findAct(sql: TransactionSql, book: string, id: string): Promise<Act | undefined> {
  if (!isId(id)) return undefined;
  const [act] = await actsWhere(sql, sql`act.book_id = ${book} and act.id = ${id}`, 1);
  return act;
}

/** The newest acts of a book, or those before one of them; one more than `limit` where there are more. */
export async function listActs(
  sql: TransactionSql,
  book: string,
  { before, limit }: { readonly before?: string | undefined; readonly limit: number },
): Promise<Act[]> {
  const older = before !== undefined && isId(before) ? sql`and act.id < ${before}` : sql``;
  return actsWhere(sql, sql`act.book_id = ${book} ${older}`, limit + 1);
}

/** Whether the book was changed before there were acts: of that the trail tells, but it can neither be listed nor undone. */
export async function hasChangesBeforeActs(sql: TransactionSql, book: string): Promise<boolean> {
  const [first] = await sql<{ act: string | null }[]>`
    select act_id as act from audit where book_id = ${book} order by id limit 1`;
  return first !== undefined && first.act === null;
}

function actsWhere(sql: TransactionSql, condition: ReturnType<TransactionSql>, limit: number) {
  return sql<Act[]>`
    select act.id, act.at, act.kind, act.title, name_in_book(act.person_id) as name, act.undone_by is not null as "isUndone"
    from act where ${condition} order by act.id desc limit ${limit}`;
}
