import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Folder beside the data in which a Postgres of its own gets what is to replace it. Its name stays, since a run of an
 * earlier release may have left one.
 */
export function besideIn(folder: string): string {
  return join(folder, 'carried');
}

/** Marks all rows beside the data as verified and on the disk, so that only names are left to change. */
export function markProven(folder: string): void {
  writeFileSync(proofIn(folder), '', { flush: true });
}

/**
 * Puts what is proven in the place of the data.
 *
 * @param kept name that the former data gets. @default there is none any more
 */
export function putInPlace(folder: string, kept?: string): void {
  const data = join(folder, 'data');
  if (kept !== undefined && existsSync(data)) renameSync(data, kept);
  renameSync(join(besideIn(folder), 'data'), data);
  rmSync(besideIn(folder), { recursive: true });
}

/**
 * Ends a replacement that was interrupted after the former data had been put aside. Where that is still in its place, it stays
 * there: people go on with it, so that what was proven beside it is out of date.
 */
export function endReplacement(folder: string): void {
  if (existsSync(join(folder, 'data'))) rmSync(proofIn(folder), { force: true });
  else if (existsSync(proofIn(folder))) putInPlace(folder);
}

function proofIn(folder: string): string {
  return join(besideIn(folder), 'proven');
}
