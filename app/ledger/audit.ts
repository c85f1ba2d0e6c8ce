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
  await sql`
    insert into audit (action, subject, subject_id, before, after)
    values (${action}, ${subject}, ${id}, ${json(before)}::text::jsonb, ${json(after)}::text::jsonb)`;
}

function json(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
