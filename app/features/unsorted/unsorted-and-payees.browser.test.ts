import { beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../../testing/find-accessibility-violations.ts';
import { noBrowser } from '../../testing/skip-reasons.ts';
import { spentOn } from '../../testing/spent-entry.ts';
import { type Site, site } from '../../testing/start-app-in-chromium.ts';

const phone = { width: 390, height: 844 };

let at: Site;
let payee: string;

beforeAll(async () => {
  at = await site();
  const bank = await at.account('Bank');
  const unsorted = await at.category('Not sorted yet');
  const spend = (name: string) => at.enter(spentOn(bank, unsorted, 1250n, { payee: name }) as never);
  for (const name of ['Kiosk', 'Kiosk', 'Kiosk', 'Bakery', 'Bakery', 'Café', 'Café']) await spend(name);
  const [row] = await at.rows<{ id: string }[]>`select id from payee where name = 'Bakery'`;
  payee = row?.id ?? '';
});

describe.skipIf(noBrowser)(`what is not sorted yet, and payees${noBrowser}`, () => {
  it('are sorted by payee with one press, which one more takes back', async () => {
    const page = await at.open({ viewport: phone, javaScriptEnabled: false }, at.ada);
    await page.goto(`${at.origin}${at.path}/unsorted`);
    const group = page.locator('section').filter({ hasText: 'Café' });
    await group.getByLabel('Category').selectOption('Eating out');
    await group.getByRole('button', { name: /^Sort/ }).click();
    await page.getByText('2 rows sorted: Café → Eating out.').first().waitFor();
    await page.getByRole('button', { name: /^Undo/ }).click();
    await page.locator('section').filter({ hasText: 'Café' }).waitFor();
    await page.context().close();
  });

  it.each([
    ['payees', () => '/payees'],
    ['a payee', () => `/payees/${payee}`],
    ['what is not sorted yet', () => '/unsorted'],
  ])('%s: nothing for axe to find in light and dark, nothing to scroll sideways', async (_name, path) => {
    const page = await at.open({ bypassCSP: true, viewport: phone, colorScheme: 'light' }, at.ada);
    await page.goto(at.origin + at.path + path());
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page, ['color-contrast'])).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(phone.width);
    await page.context().close();
  });
});
