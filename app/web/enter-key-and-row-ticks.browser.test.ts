import { beforeAll, describe, expect, it } from 'vitest';
import { enterVariedRows } from '../testing/enter-varied-transactions.ts';
import { noBrowser } from '../testing/skip-reasons.ts';
import { type Site, site } from '../testing/start-app-in-chromium.ts';

const phone = { width: 390, height: 844 };

let at: Site;
beforeAll(async () => {
  at = await site();
  await enterVariedRows(at);
});

describe.skipIf(noBrowser)(`on a phone${noBrowser}`, () => {
  it('Enter in a field saves, whichever buttons stand before Save', async () => {
    const page = await at.open({ bypassCSP: true, viewport: phone }, at.ada);
    await page.goto(`${at.origin}${at.path}/transactions/new`);
    await page.getByLabel('Amount').fill('4.20');
    await page.getByLabel('Paid to').fill('By Enter');
    await page.getByLabel('Amount').press('Enter');
    await page.getByText('Saved: By Enter.').first().waitFor();
    await page.context().close();
  });

  it('a script ticks all rows of a page, and with Shift those between two', async () => {
    const page = await at.open({ viewport: phone }, at.ada);
    await page.goto(`${at.origin}${at.path}/transactions`);
    await page.getByText('Select rows').click();
    const boxes = page.locator('[name="row"]');
    const ticked = () => page.locator('[name="row"]:checked').count();
    await page.getByLabel('All on this page').check();
    expect(await ticked()).toBe(await boxes.count());
    await page.getByLabel('All on this page').uncheck();
    expect(await ticked()).toBe(0);
    await boxes.nth(1).click();
    await boxes.nth(4).click({ modifiers: ['Shift'] });
    expect(await ticked()).toBe(4);
    expect(await page.getByLabel('All on this page').isChecked()).toBe(false);
    await page.context().close();
  });
});
