import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { LARGEST_AT_ONCE } from '../../imports/keep-uploaded-files-and-choices.ts';
import { putUndoJob } from '../../imports/request-and-cancel-worker-jobs.ts';
import { runImport } from '../../imports/run-import.ts';
import { undoAct } from '../../ledger/undo.ts';
import { violations } from '../../testing/find-accessibility-violations.ts';
import { importOf } from '../../testing/parsed-statement-and-import-request.ts';
import { noBrowser } from '../../testing/skip-reasons.ts';
import { type Site, site } from '../../testing/start-app-in-chromium.ts';

/* The page of a large file, and of the undo of its import, where a test says how far the job is instead of a worker. */

let at: Site;
let account: string;
beforeAll(async () => {
  at = await site();
  account = (await at.account('Bank')).id;
});

const sizes = [
  ['on a phone', { width: 390, height: 844 }],
  ['on a desktop', { width: 1440, height: 900 }],
] as const;

async function upload(page: Page, name: string): Promise<void> {
  const row = `2026-01-15,Shop ${name},${'x'.repeat(200)},-1.00\n`;
  const text = `Date,Payee,Memo,Amount\n${row.repeat(Math.ceil(LARGEST_AT_ONCE.bytes / row.length))}`;
  await page.goto(`${at.origin}${at.path}/imports`);
  await page
    .getByLabel('Files of your bank')
    .setInputFiles([{ name: `${name}.csv`, mimeType: 'text/csv', buffer: Buffer.from(text) }]);
  await page.getByLabel('Account').selectOption({ value: account });
  await page.getByRole('button', { name: 'Look at what is in it' }).click();
  await page.getByRole('heading', { name: `Reading ${name}.csv` }).waitFor();
}

/** As a worker tells it. */
async function tell(page: Page, done: number): Promise<void> {
  const of = page.url().slice(-36);
  await at.rows`update worker.job set attempts = 1 where id = (select job_id from worker.file_job where import_id = ${of})`;
  await at.rows`update worker.file_job set done = ${done}, total = 6000, running = true where import_id = ${of}`;
}

/** Imports three rows, and leaves their undo to a worker, or that of the undo. */
async function undoing(page: Page, day: string, isSecond = false): Promise<string> {
  const rows = ['Bakery', 'Shop', 'Kiosk'].map((payee) => `${day} -1.00 ${payee}`);
  const done = await at.write((sql) => runImport(sql, at.book, at.ada.person, importOf(account, rows)));
  if (done.status !== 'done') throw new Error(done.status);
  const undone = isSecond ? await at.write((sql) => undoAct(sql, at.book, done.act)) : undefined;
  await at.write((sql) => putUndoJob(sql, at.book, undone?.act ?? done.act, 0));
  await page.goto(`${at.origin}${at.path}/imports/${done.import}`);
  return done.import;
}

const endJob = (page: Page) =>
  at.rows`delete from worker.job where id = (select job_id from worker.file_job where import_id = ${page.url().slice(-36)})`;

describe.skipIf(noBrowser).each(sizes)(`a large file ${noBrowser}%s`, (where, viewport) => {
  it('has a bar that moves without a reload, and a page that follows its end', async () => {
    const page = await at.open({ viewport }, at.ada);
    await upload(page, `moves ${where}`);
    const bar = page.getByRole('progressbar');
    await page.getByText('It waits for its turn.').waitFor();
    expect(await bar.getAttribute('value')).toBeNull();
    await page.evaluate('window.sameDocument = true');
    for (const [done, said] of [
      [2000, '2,000 of 6,000 rows'],
      [4000, '4,000 of 6,000 rows'],
    ] as const) {
      await tell(page, done);
      await page.getByText(said).waitFor();
      expect(await bar.getAttribute('value')).toBe(String(done));
    }
    expect(await page.evaluate('window.sameDocument')).toBe(true);
    expect(await violations(page)).toEqual([]);
    await endJob(page);
    await page.getByRole('button', { name: 'Read it' }).waitFor();
    await page.context().close();
  });

  it('is asked about again by a page without scripts', async () => {
    const page = await at.open({ viewport, javaScriptEnabled: false }, at.ada);
    await upload(page, `reloads ${where}`);
    for (const [done, said] of [
      [2000, '2,000 of 6,000 rows'],
      [4000, '4,000 of 6,000 rows'],
    ] as const) {
      await tell(page, done);
      await page.getByText(said).waitFor();
    }
    await endJob(page);
    await page.getByRole('button', { name: 'Read it' }).waitFor();
    await page.context().close();
  });

  it.each([
    ['with scripts', true],
    ['without scripts', false],
  ])('is left alone once somebody stops it, %s', async (how, javaScriptEnabled) => {
    const page = await at.open({ viewport, javaScriptEnabled }, at.ada);
    await upload(page, `stops ${where} ${how}`);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('This file is large, and was not read yet.').waitFor();
    expect(await at.rows`select from worker.file_job where import_id = ${page.url().slice(-36)}`).toEqual([]);
    await page.context().close();
  });
});

const directions = [
  ['with scripts', true],
  ['without scripts', false],
] as const;

describe.skipIf(noBrowser).each(sizes)(`the undo of a large import ${noBrowser}%s`, (where, viewport) => {
  it.each(
    directions,
  )('tells how far it is, and what stayed once it is over, %s', async (how, javaScriptEnabled) => {
    const page = await at.open({ viewport, javaScriptEnabled }, at.ada);
    const id = await undoing(page, dayOf(where, how));
    await page.getByRole('heading', { name: 'Undoing the import of february.csv' }).waitFor();
    await page.getByText('It waits for its turn.').waitFor();
    await tell(page, 2000);
    await page.getByText('2,000 of 6,000 rows').waitFor();
    await tell(page, 6000);
    await page.getByText('All rows are done, and are being checked.').waitFor();
    if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
    await at.rows`update transaction set version = 2 where id = (select transaction_id from import_row where import_id = ${id} and line = 2)`;
    const [act] = await at.rows<{ id: string }[]>`select act_id as id from import where id = ${id}`;
    await at.write((sql) => undoAct(sql, at.book, act?.id ?? ''));
    await endJob(page);
    await page.getByRole('heading', { name: 'Rows that stay' }).waitFor();
    await page.getByText('1 row stays, since it was changed after the import').waitFor();
    if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  it.each(directions)('is left alone once somebody stops it, %s', async (how, javaScriptEnabled) => {
    const page = await at.open({ viewport, javaScriptEnabled }, at.ada);
    await undoing(page, dayOf(`stops ${where}`, how), true);
    await page.getByRole('heading', { name: 'Bringing back the import of february.csv' }).waitFor();
    await page.getByText('Nothing was changed yet, and nothing will be.').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('heading', { name: 'february.csv', exact: true }).waitFor();
    await page.getByText('and undone since').waitFor();
    expect(await at.rows`select from worker.file_job where import_id = ${page.url().slice(-36)}`).toEqual([]);
    await page.context().close();
  });
});

/** A day of its own for each import, since the same rows would be known. */
function dayOf(...words: readonly string[]): string {
  const text = words.join(' ');
  const days = [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9000, 7);
  return new Date(Date.UTC(1995, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);
}
