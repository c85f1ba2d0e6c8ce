import { mkdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { dayAfter } from '../../../calendar.ts';
import { violations } from '../../../testing/find-accessibility-violations.ts';
import { noBrowser } from '../../../testing/skip-reasons.ts';
import { spentOn } from '../../../testing/spent-entry.ts';
import { type Site, site } from '../../../testing/start-app-in-chromium.ts';
import { todayIn } from '../../../time-zones.ts';

const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 800 };
const today = todayIn('UTC');

let at: Site;

beforeAll(async () => {
  at = await site();
  const bank = await at.account('Bank', { opening: 100_000n });
  const food = await at.category('Groceries');
  for (const back of [95, 65, 35, 5])
    await at.enter(spentOn(bank, food, 1299n, { payee: 'Stream', bookedOn: dayAfter(today, -back) }));
});

describe.skipIf(noBrowser)(`what comes again${noBrowser}`, () => {
  it.each([
    ['on a phone without a script', { viewport: phone, javaScriptEnabled: false }, 'Landlord'],
    ['on a desk', { viewport: desk }, 'Insurance'],
  ] as const)('is made, entered, skipped and changed, %s', async (_where, options, payee) => {
    const page = await at.open(options, at.ada);
    await page.goto(`${at.origin}${at.path}/schedules/new`);
    await page.getByLabel('Amount', { exact: true }).first().fill('900');
    await page.getByLabel('Category').selectOption('Groceries');
    await page.getByLabel('Paid to').fill(payee);
    await page.getByLabel('Period').selectOption('weeks');
    await page.getByText('Waits until somebody enters it').click();
    await page.getByRole('button', { name: 'Show its next days' }).click();
    await page.getByText('Its next days:').waitFor();
    expect(await page.getByLabel('Paid to').inputValue()).toBe(payee);
    await page.getByRole('button', { name: 'Save' }).last().click();
    await page.getByRole('heading', { name: 'Coming up' }).waitFor();
    const mine = () => page.getByRole('listitem').filter({ hasText: payee }).filter({ hasText: 'Skip' });
    const before = await mine().count();
    expect(before).toBe(5);
    await mine()
      .first()
      .getByRole('button', { name: /^Enter/ })
      .click();
    await page.getByRole('status').filter({ hasText: payee }).waitFor();
    await mine().first().getByRole('button', { name: /^Skip/ }).click();
    await page.getByRole('status').filter({ hasText: payee }).waitFor();
    expect(await mine().count()).toBe(3);
    await mine()
      .first()
      .getByRole('link', { name: /^Change/ })
      .click();
    await page.getByLabel('Amount', { exact: true }).fill('950');
    await page.getByText('This one and all later ones').click();
    await page.getByRole('button', { name: 'Save' }).last().click();
    await page.getByRole('heading', { name: 'Coming up' }).waitFor();
    expect(await mine().filter({ hasText: '950' }).count()).toBe(3);
    const [row] = await at.rows<{ count: number }[]>`
      select count(*)::int as count from transaction t join payee w on w.book_id = t.book_id and w.id = t.payee_id
      where t.book_id = ${at.book} and w.name = ${payee}`;
    expect(row?.count).toBe(1);
  });

  it.each([
    ['the list', '/schedules'],
    ['the form', '/schedules/new'],
    ['the overview', ''],
  ])('%s has no violation, in both themes and sizes', async (name, part) => {
    for (const viewport of [phone, desk])
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await at.open({ viewport, colorScheme }, at.ada);
        await page.goto(`${at.origin}${at.path}${part}`);
        expect(await violations(page)).toEqual([]);
        const { SCREENSHOTS: folder } = process.env;
        if (folder === undefined) continue;
        mkdirSync(folder, { recursive: true });
        await page.screenshot({
          path: `${folder}/${name}-${viewport.width}-${colorScheme}.png`,
          fullPage: true,
        });
      }
  });
});
