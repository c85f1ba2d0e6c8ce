import type { TransactionSql } from '../../../app/database/connect.ts';
import { type Table, tablesOf } from '../list-and-compare-tables.ts';

/** Table of the parts of receipts, each of which is a file of the archive. */
const PARTS = 'public.receipt_part';

/**
 * Tables whose rows are in an archive. Sessions, devices and links, known by the hash of their token, are left out, as of a
 * dump in the cluster: a restore would sign in again people who signed out since, and open links that were used.
 */
export async function archivedTables(sql: TransactionSql): Promise<readonly Table[]> {
  const tables = await tablesOf(sql);
  return tables.filter(({ name, columns }) => name !== PARTS && !columns.includes('token_hash'));
}
