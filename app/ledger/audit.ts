import type { TransactionSql } from '../database/connect.ts';

export interface AuditedChange {
  readonly action: 'add' | 'edit' | 'delete' | 'restore';
  readonly subject: 'book' | 'account' | 'category' | 'transaction';
  readonly id: string;
  /** How it was; absent for what is new. */
  readonly before?: object;
  /** How it is now; absent for what is gone. */
  readonly after?: object;
}

/** Writes down who changed what, in the transaction of the change and as a part of its act. */
export async function audit(sql: TransactionSql, change: AuditedChange): Promise<void> {
  const { action, subject, id, before, after } = change;
  const [row] = await sql<{ act: string }[]>`
    insert into audit (action, subject, subject_id, before, after)
    values (${action}, ${subject}, ${id}, ${json(before)}::text::jsonb, ${json(after)}::text::jsonb)
    returning act_id as act`;
  if (row) acts.set(sql, row.act);
}

/** The act that a transaction has written down so far; undefined where it went past `audit`, or wrote nothing. */
export function auditedAct(sql: TransactionSql): string | undefined {
  return acts.get(sql);
}

/** By transaction, so that nobody has to ask for it once more. */
const acts = new WeakMap<TransactionSql, string>();

function json(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
