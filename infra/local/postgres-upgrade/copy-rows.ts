import { pipeline } from 'node:stream/promises';
import type { TransactionSql } from '../../../app/database/connect.ts';
import { copied } from '../copied-rows.ts';
import { columnsOf, emptied } from '../table-columns.ts';
import type { Table } from '../table-contents.ts';

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
  await into.unsafe(emptied(tables));
  for (const table of tables) {
    const what = columnsOf(table);
    const back = await into.unsafe(`copy ${what} from stdin`).writable();
    await pipeline(copied(from, `copy ${what} to stdout`), back);
  }
  for (const sequence of await into<{ name: string }[]>`
    select schemaname || '.' || sequencename as name from pg_sequences`) {
    const [at] = await from<{ last: bigint; called: boolean }[]>`
      select last_value as last, is_called as called from ${from(sequence.name)}`;
    if (at) await into`select setval(${sequence.name}, ${at.last}, ${at.called})`;
  }
}
