import type { Sql, TransactionSql } from '../database/connect.ts';

/** A file of the list that every stored file is in. */
export interface ListedFile {
  readonly hash: string;
  readonly bytes: number;
}

/** Lists the files that the store should have; for the worker and the owner of the database. */
export async function listedFiles(sql: TransactionSql | Sql): Promise<ListedFile[]> {
  return sql<ListedFile[]>`select * from worker.listed_receipt_files() order by hash`;
}
