import { pipeline } from 'node:stream/promises';
import type { TransactionSql } from '../../../app/database/connect.ts';
import { columnsOf, emptied } from '../copy-and-truncate-sql.ts';
import type { Table } from '../list-and-compare-tables.ts';
import { sequencesOf, setSequences } from '../read-and-set-database-sequences.ts';
import { copied } from '../stream-copy-output.ts';

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
  await setSequences(into, await sequencesOf(from));
}
