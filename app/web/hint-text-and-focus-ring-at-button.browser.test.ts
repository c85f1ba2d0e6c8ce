import { beforeAll, describe, expect, it } from 'vitest';
import { enterVariedRows } from '../testing/enter-varied-transactions.ts';
import { noBrowser } from '../testing/skip-reasons.ts';
import { type Site, site } from '../testing/start-app-in-chromium.ts';

let at: Site;
let bank: string;
let row: string;
beforeAll(async () => {
  at = await site();
  const entered = await enterVariedRows(at);
  bank = entered.bank.id;
  row = entered.row;
});

describe.skipIf(noBrowser)(`with the style sheet${noBrowser}`, () => {
  it.each([
    ['an account', () => `${at.path}/accounts/${bank}`],
    ['a transaction', () => `${at.path}/transactions/${row}`],
  ])('what a button of %s does stands beside it or below it, and not in both places', async (_name, path) => {
    for (const width of [320, 390, 1440]) {
      const page = await at.open({ viewport: { width, height: 844 } }, at.ada);
      await page.goto(at.origin + path());
      const form = page.locator('form.aside');
      const [button, hint] = [
        await form.getByRole('button').boundingBox(),
        await form.locator('small').boundingBox(),
      ];
      if (!button || !hint) throw new Error('there is no hint');
      const isBeside = hint.x >= button.x + button.width;
      expect.soft([width, isBeside || hint.y >= button.y + button.height]).toEqual([width, true]);
      await page.context().close();
    }
  });

  it('the ring around a field leaves what is said below it free', async () => {
    const page = await at.open({}, at.ada);
    await page.goto(`${at.origin}${at.path}/accounts/new`);
    const gaps = await page.evaluate(`[...document.querySelectorAll('.field > :is(small, .said)')]
      .filter((said) => said.textContent && said.previousElementSibling.matches('div, input, select'))
      .map((said) => said.getBoundingClientRect().top - said.previousElementSibling.getBoundingClientRect().bottom)`);
    expect(gaps).toHaveLength(2); // below the currency and the day
    for (const gap of gaps as number[]) expect(gap).toBeGreaterThanOrEqual(5);
  });
});
