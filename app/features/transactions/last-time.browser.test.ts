import { beforeAll, describe, expect, it } from 'vitest';
import { noBrowser } from '../../testing/skip-reasons.ts';
import { spentOn } from '../../testing/spent-entry.ts';
import { type Site, site } from '../../testing/start-app-in-chromium.ts';

const phone = { width: 390, height: 844 };

let at: Site;

beforeAll(async () => {
  at = await site();
  const bank = await at.account('Bank');
  await at.enter(spentOn(bank, await at.category('Groceries'), 1250n, { payee: 'Bakery' }));
});

describe.skipIf(noBrowser)(`the last time${noBrowser}`, () => {
  it('is offered while a payee is typed', async () => {
    const page = await at.open({ viewport: phone }, at.ada);
    await page.goto(`${at.origin}${at.path}/transactions/new`);
    await page.locator('form.live').waitFor();
    await page.getByLabel('Paid to').pressSequentially('Bakery');
    await page.getByText('Last time: Groceries · Bank').waitFor();
    await page.getByRole('button', { name: 'As last time' }).click();
    await expect.poll(() => page.getByLabel('Category').locator(':checked').textContent()).toBe('Groceries');
    await page.context().close();
  });
});
