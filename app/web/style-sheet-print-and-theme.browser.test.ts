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

describe.skipIf(noBrowser)(`with the style sheet${noBrowser}`, () => {
  it('the strict policy lets the style sheet in, and nothing is refused', async () => {
    const page = await at.open({ viewport: phone }, at.ada);
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    await page.goto(at.origin + at.path);
    expect(await page.evaluate('getComputedStyle(document.querySelector(".card")).borderRadius')).toBe(
      '14px',
    );
    expect(refused).toEqual([]);
  });

  it('a printed list says what it is narrowed to, without the form', async () => {
    const page = await at.open({}, at.ada);
    await page.emulateMedia({ media: 'print' });
    await page.goto(`${at.origin}${at.path}/transactions?text=shop`);
    expect(await page.locator('.filter').innerText()).toBe('“shop”');
    await page.goto(`${at.origin}${at.path}/transactions`);
    expect(await page.locator('.filter').isVisible()).toBe(false);
  });

  it('the theme that a person chose wins over the device', async () => {
    const page = await at.open({ viewport: phone, colorScheme: 'light' }, at.ada);
    await page.goto(`${at.origin}/settings`);
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await ground();
    await page.getByLabel('Dark').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect(await ground()).not.toBe(light);
  });
});
