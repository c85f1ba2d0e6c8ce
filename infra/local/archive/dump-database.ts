import { createHash } from 'node:crypto';
import type { Sql, TransactionSql } from '../../../app/database/connect.ts';
import { readRecord } from '../../../app/database/schema-record.ts';
import { databaseStore } from '../../../app/receipts/store/database-store.ts';
import packageFile from '../../../package.json' with { type: 'json' };
import { columnsOf } from '../copy-and-truncate-sql.ts';
import { contentsOf, type Table } from '../list-and-compare-tables.ts';
import { sequencesOf } from '../read-and-set-database-sequences.ts';
import { copied } from '../stream-copy-output.ts';
import { archivedTables } from './choose-tables-to-archive.ts';
import { entriesOf, FORMAT, MANIFEST, type Manifest } from './manifest.ts';
import type { Content } from './write-archive.ts';

/**
 * Calls `work` with the manifest of a database and everything that it lists, all of one moment, while people go on. Each
 * table is read twice: first for its size and hash, since the manifest goes before it.
 *
 * @param sql of a superuser, who sees all rows
 */
export async function dumpDatabase<T>(
  sql: Sql,
  work: (manifest: Manifest, contents: AsyncIterable<Content>) => Promise<T>,
): Promise<T> {
  return (await sql.begin('isolation level repeatable read read only', async (tx) => {
    await tx`set local synchronize_seqscans = off`; // the rows come in the same order both times
    const manifest = await describe(tx);
    return work(manifest, contentsIn(tx, manifest));
  })) as T;
}

async function describe(sql: TransactionSql): Promise<Manifest> {
  const tables = await archivedTables(sql);
  const { rows } = await contentsOf(sql, tables);
  const files = (await hasReceipts(sql)) ? await filesIn(sql) : { receipts: [], lost: [] };
  const measured = [];
  for (const table of tables) {
    const { count = 0n, hash = 0n } = rows.get(table.name) ?? {};
    const digest = await digestOf(rowsOf(sql, table));
    measured.push({ ...table, columns: [...table.columns], ...digest, rows: `${count}`, rowHash: `${hash}` });
  }
  const record = await readRecord(sql);
  return {
    format: FORMAT,
    version: packageFile.version,
    at: new Date().toISOString(),
    schema: record.map(({ number, name, checksum }) => ({ number, name, checksum })),
    tables: measured,
    sequences: await sequencesOf(sql),
    ...files,
  };
}

async function* contentsIn(sql: TransactionSql, manifest: Manifest): AsyncIterable<Content> {
  const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
  yield { name: MANIFEST, bytes: text.length, content: only(text) };
  for (const entry of entriesOf(manifest)) {
    const content = 'table' in entry ? rowsOf(sql, entry.table) : partsOf(sql, entry.receipt);
    yield { name: entry.name, bytes: entry.bytes, content };
  }
}

async function* only(bytes: Uint8Array) {
  yield bytes;
}

function rowsOf(sql: TransactionSql, table: Table): AsyncIterable<Uint8Array> {
  return copied(sql, `copy ${columnsOf(table)} to stdout`);
}

async function* partsOf(sql: TransactionSql, hash: string): AsyncIterable<Uint8Array> {
  const store = databaseStore();
  for (let number = 0; ; number += 1) {
    const part = await store.get(sql, hash, number);
    if (part === undefined) return;
    yield part;
  }
}

async function digestOf(content: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of content) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Files of receipts that are whole, and those that the database lists and has not, or not as their hash says. */
async function filesIn(sql: TransactionSql): Promise<Pick<Manifest, 'receipts' | 'lost'>> {
  const found = await sql<{ hash: string }[]>`
    select encode(hash, 'hex') as hash from (select hash from receipt_file union select hash from receipt_part) known order by 1`;
  const receipts: Manifest['receipts'] = [];
  const lost: string[] = [];
  for (const { hash } of found) {
    const { bytes, sha256 } = await digestOf(partsOf(sql, hash));
    if (sha256 === hash) receipts.push({ hash, bytes });
    else lost.push(hash);
  }
  return { receipts, lost };
}

/** False for a database that an earlier release made. */
async function hasReceipts(sql: TransactionSql): Promise<boolean> {
  const [there] = await sql<{ is: boolean }[]>`select to_regclass('receipt_part') is not null as is`;
  return there?.is === true;
}
