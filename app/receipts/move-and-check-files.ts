import type { Sql, TransactionSql } from '../database/connect.ts';
import { hashOf } from './file-hash.ts';
import { listedFiles } from './query-files-that-store-should-have.ts';
import type { ReceiptStore } from './store/store-interface.ts';

/** What became of the listed files. */
export interface MoveResult {
  readonly moved: number;
  readonly bytes: number;
  /** Hashes of files that are in neither store as they should be. */
  readonly lost: readonly string[];
}

/**
 * Copies every listed file from one store to another, and proves each: its bytes are read back from there and have its hash.
 * What is there already is proven too, so that it can be run again, and while the app runs.
 *
 * @param sql of the owner of the database
 * @param emptying removes each proven file from where it was
 */
export async function moveFiles(
  sql: Sql,
  from: ReceiptStore,
  to: ReceiptStore,
  emptying: boolean,
): Promise<MoveResult> {
  const lost: string[] = [];
  let [moved, total] = [0, 0];
  for (const { hash, bytes } of await listedFiles(sql)) {
    const isProven = await sql.begin(async (tx) => {
      const was = await wholeFile(tx, from, hash, bytes);
      if (was) await to.put(tx, hash, was);
      const proof = await wholeFile(tx, to, hash, bytes);
      if (proof && was && emptying) await from.delete(tx, hash);
      return proof !== undefined;
    });
    if (!isProven) lost.push(hash);
    else {
      moved += 1;
      total += bytes;
    }
  }
  return { moved, bytes: total, lost };
}

/** Proves that every listed file is there with its hash; resolves to what is not, and what is not listed. */
export async function checkFiles(sql: Sql, store: ReceiptStore) {
  const listed = await listedFiles(sql);
  const lost: string[] = [];
  for (const { hash, bytes } of listed) {
    const found = await sql.begin((tx) => wholeFile(tx, store, hash, bytes));
    if (!found) lost.push(hash);
  }
  const known = new Set((await listedFiles(sql)).map(({ hash }) => hash));
  const stored = await sql.begin((tx) => store.list(tx));
  return {
    proven: listed.length - lost.length,
    lost,
    unlisted: [...stored.keys()].filter((hash) => !known.has(hash)),
  };
}

/** Bytes of a file; undefined where it is not there, or is not what its hash says. */
async function wholeFile(
  sql: TransactionSql,
  store: ReceiptStore,
  hash: string,
  bytes: number,
): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  for (let length = 0; length < bytes; length += parts.at(-1)?.length ?? 0) {
    const part = await store.get(sql, hash, parts.length);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  const whole = Buffer.concat(parts);
  return hashOf(whole) === hash ? whole : undefined;
}
