import { pipeline } from 'node:stream/promises';
import type { Sql, TransactionSql } from '../../../app/database/connect.ts';
import { checkFiles } from '../../../app/receipts/move-and-check-files.ts';
import { databaseStore } from '../../../app/receipts/store/database-store.ts';
import { Problem } from '../../command/problem.ts';
import { columnsOf, emptied } from '../copy-and-truncate-sql.ts';
import { contentsOf, differences, tablesOf } from '../list-and-compare-tables.ts';
import { setSequences } from '../read-and-set-database-sequences.ts';
import { requireSameTables } from '../require-same-tables-and-columns.ts';
import { archivedTables } from './choose-tables-to-archive.ts';
import type { ArchiveEntry, Manifest } from './manifest.ts';
import type { Take } from './read-archive.ts';

/**
 * Loads what an archive holds into tables that the same migrations made, and proves every row and file by reading it back. No
 * trigger runs and no constraint by trigger is checked, since each row passed them once.
 *
 * @param sql of a superuser
 * @param read reads the archive anew, and gives each entry to its argument
 * @throws Problem when what is there then is not what the manifest says
 */
export async function loadDatabase(
  sql: Sql,
  manifest: Manifest,
  read: (take: Take) => Promise<unknown>,
): Promise<void> {
  await sql.begin(async (tx) => {
    requireSameTables(manifest.tables, await archivedTables(tx));
    await tx`set local session_replication_role = replica`;
    await tx.unsafe(emptied(await tablesOf(tx)));
    await read((entry, content) => load(tx, entry, content));
    await setSequences(tx, manifest.sequences);
  });
  await sql`analyze`;
  await prove(sql, manifest);
}

async function load(
  sql: TransactionSql,
  entry: ArchiveEntry,
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  if ('table' in entry) {
    const into = await sql.unsafe(`copy ${columnsOf(entry.table)} from stdin`).writable();
    return pipeline(content, into);
  }
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  await databaseStore().put(sql, entry.receipt, Buffer.concat(parts));
}

async function prove(sql: Sql, { tables, lost }: Manifest): Promise<void> {
  const is = await sql.begin('read only', async (tx) => contentsOf(tx, await archivedTables(tx)));
  const rows = new Map(
    tables.map(({ name, rows: count, rowHash }) => [name, { count: BigInt(count), hash: BigInt(rowHash) }]),
  );
  const others = differences({ rows, sums: is.sums }, is);
  const hasReceipts = rows.has('public.receipt_file');
  const gone = hasReceipts ? (await checkFiles(sql, databaseStore())).lost : [];
  const missing = gone
    .filter((hash) => !lost.includes(hash))
    .map((hash) => `the receipt ${hash} is not there`);
  const wrong = [...others, ...missing];
  if (wrong.length > 0)
    throw new Problem(
      `what was restored is not what was saved, so nothing was changed:\n${wrong.join('\n')}`,
    );
}
