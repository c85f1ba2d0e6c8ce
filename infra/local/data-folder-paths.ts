import { join } from 'node:path';

/** Folder of the Postgres server within a data folder. */
export function databaseIn(folder: string): string {
  return join(folder, 'postgres');
}

/** Data directory of that server. */
export function dataIn(folder: string): string {
  return join(databaseIn(folder), 'data');
}

/** Folder of the files of receipts within a data folder. */
export function uploadsIn(folder: string): string {
  return join(folder, 'uploads');
}
