import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Sql } from '../database/connect.ts';
import { hashOf } from '../receipts/file-hash.ts';
import { deleteReceipt } from '../receipts/receipt-queries.ts';
import { storeOf } from '../receipts/store/choose-store.ts';
import type { ReceiptStore } from '../receipts/store/store-interface.ts';
import { attachReceipts, keepReceipt } from '../receipts/store-and-attach-receipts.ts';
import { closeAfterTest } from '../testing/close-after-test.ts';
import { connectAsWorker } from '../testing/connect-as-worker.ts';
import { type Household, household } from '../testing/household.ts';
import { spentOn } from '../testing/spent-entry.ts';
import { JOBS } from './database-job-handlers.ts';
import { receiptJobs } from './expire-and-check-receipt-files.ts';
import { receiptMetrics } from './receipt-check-metric.ts';

let home: Household;
let worker: Sql;
let store: ReceiptStore;
let folder: string;
let row: string;
let said: unknown[][];

describe.each(['database', 'volume'] as const)('each night, with the %s', (kind) => {
  beforeEach(async () => {
    home = await household();
    worker = connectAsWorker(home);
    folder = await mkdtemp(join(tmpdir(), 'finance-receipts-'));
    closeAfterTest(() => rm(folder, { recursive: true }));
    store = storeOf({ store: kind, folder });
    row = await home.enter(spentOn(await home.account('Bank'), await home.category('Groceries'), 100n));
    said = [];
  });

  it('a file goes 30 days after its last receipt was deleted, and not a day sooner', async () => {
    const [deleted, needed, recent] = [await add('a'), await add('b'), await add('c')];
    for (const { id } of [deleted, recent]) await home.write((sql) => deleteReceipt(sql, home.book, id));
    await age(31, deleted.hash, needed.hash);
    await age(29, recent.hash);
    await night('expire-receipt-files');
    expect(await there()).toEqual([needed.hash, recent.hash].toSorted());
    expect(await listed()).toEqual([needed.hash, recent.hash].toSorted());
  });

  it('a file stays whose deletion was undone, or that another receipt needs', async () => {
    const [one, other] = [await add('same'), await add('same', 'b.pdf')];
    await home.write((sql) => deleteReceipt(sql, home.book, one.id));
    await age(31, one.hash);
    await night('expire-receipt-files');
    expect(await there()).toEqual([one.hash]);
    await home.write((sql) => deleteReceipt(sql, home.book, other.id));
    await night('expire-receipt-files');
    expect(await there()).toEqual([one.hash]); // 30 days from now on
  });

  it('a file of a deleted row goes with it, and one of a joined row stays', async () => {
    const { hash } = await add('a');
    await home.rows`delete from transaction where id = ${row}`;
    await age(29, hash);
    await night('expire-receipt-files');
    expect(await there()).toEqual([hash]);
    const whole = await home.enter(
      spentOn(await home.account('Purse'), await home.category('Groceries'), 1n),
    );
    await home.rows`update transaction set metadata = jsonb_build_object('joined', ${row}::text) where id = ${whole}`;
    await age(31, hash);
    await night('expire-receipt-files');
    expect(await there()).toEqual([hash]);
    await home.rows`update transaction set metadata = '{}' where id = ${whole}`;
    await night('expire-receipt-files');
    expect([await there(), await home.rows`select from receipt`]).toEqual([
      [],
      expect.objectContaining({ length: 0 }),
    ]);
  });

  it('no file goes that a kept backup lists', async () => {
    const { id, hash } = await add('a');
    await home.rows`select backup.note('monday', now())`;
    await home.write((sql) => deleteReceipt(sql, home.book, id));
    await age(31, hash);
    await home.rows`select backup.note('tuesday', now())`; // lists it no more
    expect(await home.rows`select backup, encode(hash, 'hex') as hash from kept_backup_file`).toEqual([
      { backup: 'monday', hash },
    ]);
    await night('expire-receipt-files');
    expect(await there()).toEqual([hash]);
    await home.rows`select backup.keep('{tuesday}')`;
    await night('expire-receipt-files');
    expect(await there()).toEqual([]);
  });

  it('a receipt whose form nobody saved within a day goes, and its file later', async () => {
    const waiting = await keep('a');
    await home.rows`update receipt set created_at = now() - interval '23 hours'`;
    await night('expire-waiting-receipts');
    expect(await home.rows`select from receipt`).toHaveLength(1);
    await home.rows`update receipt set created_at = now() - interval '25 hours'`;
    await night('expire-waiting-receipts');
    expect(await home.rows`select from receipt`).toHaveLength(0);
    expect(await there()).toEqual([waiting.hash]);
  });

  it('a file that is missing, and one that no receipt has, are told', async () => {
    const [gone, kept] = [await add('gone'), await add('kept')];
    const stray = hashOf(Buffer.from('stray'));
    await home.rows.begin(async (sql) => {
      await store.delete(sql, gone.hash);
      await store.put(sql, stray, Buffer.from('stray'));
    });
    await night('check-receipt-files');
    expect(said).toEqual([
      ['error', { count: 1, first: [gone.hash] }],
      ['warn', { count: 1, first: [stray] }],
    ]);
    const registry = new Registry();
    await receiptMetrics(registry)(worker); // as any other worker shows it
    const metrics = await registry.metrics();
    for (const [what, count] of [
      ['listed', 2],
      ['missing', 1],
      ['unlisted', 1],
    ])
      expect(metrics).toContain(`app_receipt_files{what="${what}"} ${count}`);
    expect(await there()).toEqual([kept.hash, stray].toSorted()); // nothing is removed
  });

  it('a file that was cut off is told', async () => {
    const { hash } = await add('whole');
    if (kind === 'volume') await writeFile(join(folder, hash.slice(0, 2), hash), 'who');
    else await home.rows`update receipt_part set bytes = 'who'`;
    await night('check-receipt-files');
    expect(said).toEqual([['error', { count: 1, first: [hash] }]]);
  });

  it('nothing is told where all is in order', async () => {
    await add('a');
    await night('check-receipt-files');
    expect(said).toEqual([]);
  });
});

/** Keeps a receipt of a form that is not saved. */
function keep(text: string, name = 'a.pdf') {
  const bytes = Buffer.from(text);
  const file = { type: 'application/pdf', bytes, thumbnail: null, width: null, height: null } as const;
  const of = { book: home.book, person: home.ada.person, most: 2 ** 30 };
  return home.write((sql) => keepReceipt(sql, store, of, { name, file }));
}

async function add(text: string, name?: string) {
  const kept = await keep(text, name);
  await home.write((sql) => attachReceipts(sql, home.book, home.ada.person, row, [kept.id]));
  return kept;
}

/** Makes it so many days since a receipt needed these files. */
async function age(days: number, ...hashes: readonly string[]): Promise<void> {
  await home.rows`
    update receipt_file set needed_at = now() - make_interval(days => ${days}) where encode(hash, 'hex') = any(${[...hashes]})`;
}

async function night(kind: string): Promise<void> {
  const tell = (level: string) => (found: unknown) => said.push([level, found]);
  const log = { info: tell('info'), warn: tell('warn'), error: tell('error') };
  const jobs = { ...JOBS, ...receiptJobs(store, log as never) };
  await worker.begin((sql) => jobs[kind]?.(sql, {}, { id: randomUUID(), attempt: 1 }));
}

const there = async () => [...(await worker.begin((sql) => store.list(sql))).keys()].toSorted();
const listed = async () =>
  (await home.rows<{ hash: string }[]>`select encode(hash, 'hex') as hash from receipt_file order by 1`).map(
    ({ hash }) => hash,
  );
