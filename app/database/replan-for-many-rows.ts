import type { TransactionSql } from './connect.ts';

/** Number of rows from which on planning anew pays. */
export const MANY = 500;

/**
 * Has Postgres plan anew, and look up by index, for the rest of a transaction that writes thousands of rows. A connection
 * keeps the plans of foreign keys and triggers; one that was made while a table fitted on two pages reads the whole table
 * for each row, which takes minutes once there are 10,000.
 */
export async function planForMany(sql: TransactionSql): Promise<void> {
  await sql`set local enable_seqscan = off`;
  await sql`discard plans`;
}
