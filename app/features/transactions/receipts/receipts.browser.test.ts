import { mkdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../../../testing/find-accessibility-violations.ts';
import { makeReceipt, smallPdf } from '../../../testing/make-receipt.ts';
import { photo } from '../../../testing/photo.ts';
import { noBrowser } from '../../../testing/skip-reasons.ts';
import { spentOn } from '../../../testing/spent-entry.ts';
import { type Site, site } from '../../../testing/start-app-in-chromium.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const desk = { viewport: { width: 1280, height: 800 } };

/** What the browser knows of a picture, or of a field for files. */
interface Shown {
  readonly naturalHeight: number;
  readonly files: { readonly length: number } | null;
}

let at: Site;
let row: string;
let receipt: string;
let paper: string;

beforeAll(async () => {
  at = await site();
  const bank = await at.account('Bank', { opening: 100_000n });
  const food = await at.category('Groceries');
  row = await at.enter(spentOn(bank, food, 1299n, { payee: 'Bakery', bookedOn: '2026-01-15' }));
  const of = { book: at.book, person: at.ada.person, transaction: row };
  const large = await photo({ width: 900, height: 1600 });
  receipt = await at.write((sql) => makeReceipt(sql, { ...of, name: 'IMG_2041.jpg', bytes: large }));
  paper = await at.write((sql) => makeReceipt(sql, { ...of, name: 'bill of January.pdf', bytes: smallPdf }));
});

describe.skipIf(noBrowser)(`a receipt${noBrowser}`, () => {
  it.each([
    ['on a phone', { ...phone }, 'Take a photo', 'Kiosk'],
    ['on a phone without a script', { ...phone, javaScriptEnabled: false }, 'Take a photo', 'Cinema'],
    ['on a desk', { ...desk }, 'Files', 'Museum'],
    ['on a desk without a script', { ...desk, javaScriptEnabled: false }, 'Files', 'Zoo'],
  ] as const)('is taken with its row, looked at, deleted and brought back, %s', async (_where, options, label, payee) => {
    const page = await at.open(options, at.ada);
    await page.goto(`${at.origin}${at.path}/transactions/new`);
    await page.getByLabel('Amount', { exact: true }).first().fill('12.50');
    await page.getByLabel('Paid to').fill(payee);
    const input = page.getByLabel(label);
    await input.waitFor(); // a phone shows the camera's, whatever it points with
    if (label === 'Take a photo') expect(await input.getAttribute('capture')).toBe('environment');
    const buffer = await photo({ width: 600, height: 800, gps: true });
    await input.setInputFiles([{ name: 'camera.jpg', mimeType: 'image/jpeg', buffer }]);
    await page.getByRole('button', { name: 'Split' }).click(); // it is kept while the form is not saved
    await page.getByRole('checkbox', { name: 'camera.jpg' }).waitFor();
    await page.getByRole('group', { name: 'Part 2' }).getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).last().click();
    await page.getByRole('status').filter({ hasText: payee }).waitFor();
    await page.getByRole('link', { name: payee }).filter({ hasText: '1 receipt' }).click();
    await page.getByRole('link', { name: 'camera.jpg' }).click();
    const picture = page.getByRole('img', { name: 'Picture of the receipt camera.jpg' });
    await picture.waitFor();
    const isPainted = () => picture.evaluate((shown) => (shown as unknown as Shown).naturalHeight);
    await expect.poll(isPainted).toBe(800);
    await page.getByRole('button', { name: 'Delete this receipt' }).click();
    await page.getByRole('status').filter({ hasText: 'camera.jpg' }).waitFor();
    expect(await page.getByRole('link', { name: 'camera.jpg' }).count()).toBe(0);
    await page.getByRole('button', { name: /^Undo/ }).click();
    await page.getByRole('link', { name: 'camera.jpg' }).waitFor();
  });

  it('that is dropped anywhere on the form is sent with it', async () => {
    const page = await at.open(desk, at.ada);
    await page.goto(`${at.origin}${at.path}/transactions/new`);
    const dropped = await page.evaluateHandle(`(() => {
      const all = new DataTransfer();
      all.items.add(new File(['%PDF-1.4 %%EOF'], 'dropped.pdf', { type: 'application/pdf' }));
      return all;
    })()`);
    for (const _ of [1, 2]) await page.dispatchEvent('body', 'drop', { dataTransfer: dropped });
    const chosen = await page
      .getByLabel('Files')
      .evaluate((input) => (input as unknown as Shown).files?.length);
    expect(chosen).toBe(2);
    await page.getByLabel('Amount', { exact: true }).first().fill('3');
    await page.getByLabel('Paid to').fill('Theatre');
    await page.getByRole('button', { name: 'Save', exact: true }).last().click();
    await page.getByRole('link', { name: 'Theatre' }).filter({ hasText: 'receipt' }).waitFor();
  });

  it.each([
    ['its row', () => `/transactions/${row}`],
    ['the form', () => '/transactions/new'],
    ['its page', () => `/receipts/${receipt}`],
    ['a PDF', () => `/receipts/${paper}`],
    ['all of them', () => '/receipts'],
    ['the list', () => '/transactions?receipts=with'],
  ])('on the page of %s has no violation, in both themes and sizes', async (name, part) => {
    for (const size of [phone, desk])
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await at.open({ ...size, colorScheme }, at.ada);
        await page.goto(`${at.origin}${at.path}${part()}`);
        expect(await violations(page)).toEqual([]);
        const { SCREENSHOTS: folder } = process.env;
        if (folder === undefined) continue;
        mkdirSync(folder, { recursive: true });
        const path = `${folder}/${name}-${size.viewport.width}-${colorScheme}.png`;
        await page.screenshot({ path, fullPage: true });
      }
  });
});
