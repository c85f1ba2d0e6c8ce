import { pipeline } from 'node:stream/promises';
import type { TransactionSql } from '../../../app/database/connect.ts';
import { Problem } from '../../command/problem.ts';
import type { Table } from './table-contents.ts';

/**
 * Copies all rows and sequences into tables that the same migrations created, replacing the rows that these inserted. No
 * trigger runs and no constraint by trigger is checked, since each row passed them once. Both connections are superusers'.
 */
export async function copyRows(
  from: TransactionSql,
  into: TransactionSql,
  tables: readonly Table[],
): Promise<void> {
  await into`set local session_replication_role = replica`;
  await into`truncate ${into.unsafe(tables.map(({ name }) => quoted(name)).join(', '))}`;
  for (const { name, columns } of tables) {
    const what = `${quoted(name)} (${columns.map(quoted).join(', ')})`;
    const [out, back] = await Promise.all([
      from.unsafe(`copy ${what} to stdout`).readable(),
      into.unsafe(`copy ${what} from stdin`).writable(),
    ]);
    await pipeline(out, back);
  }
  for (const sequence of await into<{ name: string }[]>`
    select schemaname || '.' || sequencename as name from pg_sequences`) {
    const [at] = await from<{ last: bigint; called: boolean }[]>`
      select last_value as last, is_called as called from ${from(sequence.name)}`;
    if (at) await into`select setval(${sequence.name}, ${at.last}, ${at.called})`;
  }
}

/** Refuses databases that differ in their tables or columns. @throws Problem with the names of the tables */
export function requireSameTables(was: readonly Table[], is: readonly Table[]): void {
  const shapes = (tables: readonly Table[]) =>
    new Map(tables.map((table) => [table.name, table.columns.join()]));
  const [before, after] = [shapes(was), shapes(is)];
  const others = [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => before.get(name) !== after.get(name),
  );
  if (others.length === 0) return;
  throw new Problem(
    `these tables are not as the migrations make them, so nothing can say where their rows belong: ${others.join(', ')}`,
  );
}

/** Quotes an identifier such as `public.posting` for SQL. */
function quoted(name: string): string {
  return name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');
}
