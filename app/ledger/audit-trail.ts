import type { TransactionSql } from '../database/connect.ts';

export interface AuditedChange {
  readonly action: 'add' | 'edit' | 'delete' | 'restore';
  readonly subject:
    | 'book'
    | 'account'
    | 'category'
    | 'payee'
    | 'rule'
    | 'receipt'
    | 'schedule'
    | 'occurrence'
    | 'tag'
    | 'transaction';
  readonly id: string;
  /** State before; absent for an added item. */
  readonly before?: object;
  /** State after; absent for a deleted item. */
  readonly after?: object;
}

/** Records who changed what, in the transaction of the change and as part of its act. */
export async function audit(sql: TransactionSql, change: AuditedChange): Promise<void> {
  const { action, subject, id, before, after } = change;
  const [row] = await sql<{ act: string }[]>`
    insert into audit (action, subject, subject_id, before, after)
    values (${action}, ${subject}, ${id}, ${json(before)}::text::jsonb, ${json(after)}::text::jsonb)
    returning act_id as act`;
  if (row) acts.set(sql, row.act);
}

/** Id of the act that a transaction has recorded so far; undefined when it wrote nothing, or bypassed `audit`. */
export function auditedAct(sql: TransactionSql): string | undefined {
  return acts.get(sql);
}

/** Act ids by transaction, which saves a query. */
const acts = new WeakMap<TransactionSql, string>();

function json(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
