import type { TransactionSql } from '../../app/database/connect.ts';

/** Where a sequence is. */
export interface Sequence {
  /** Name with the schema. */
  readonly name: string;
  readonly last: string;
  /** False for one that has given no number yet, so that `last` is its first. */
  readonly called: boolean;
}

/** Every sequence of a database, sorted by name. */
export async function sequencesOf(sql: TransactionSql): Promise<Sequence[]> {
  const names = await sql<{ name: string }[]>`
    select schemaname || '.' || sequencename as name from pg_sequences order by 1`;
  const found: Sequence[] = [];
  for (const { name } of names) {
    const [at] = await sql<{ last: string; called: boolean }[]>`
      select last_value::text as last, is_called as called from ${sql(name)}`;
    if (at) found.push({ name, ...at });
  }
  return found;
}

/** Puts sequences where others were. */
export async function setSequences(sql: TransactionSql, sequences: readonly Sequence[]): Promise<void> {
  for (const { name, last, called } of sequences) await sql`select setval(${name}, ${last}, ${called})`;
}
