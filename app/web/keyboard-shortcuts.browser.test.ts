import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../testing/find-accessibility-violations.ts';
import { noBrowser } from '../testing/skip-reasons.ts';
import { spentOn } from '../testing/spent-entry.ts';
import { type Site, site } from '../testing/start-app-in-chromium.ts';

let at: Site;
beforeAll(async () => {
  at = await site();
  await at.enter(spentOn(await at.account('Bank'), await at.category('Groceries'), 100n));
});

async function open(path = '', options = {}): Promise<Page> {
  const page = await at.open(options, at.ada);
  await page.goto(at.origin + at.path + path);
  return page;
}
const focused = (page: Page) => page.evaluate<string>('document.activeElement.name ?? ""');
const help = (page: Page) => page.getByRole('dialog', { name: 'Keyboard' });

describe.skipIf(noBrowser)(`a single key${noBrowser}`, () => {
  it('leads to a new row, and to the search from here and from elsewhere', async () => {
    const page = await open();
    await page.keyboard.press('n');
    await page.waitForURL('**/transactions/new');
    await page.goto(`${at.origin}${at.path}/accounts`);
    await page.keyboard.press('/');
    await page.waitForURL('**/transactions#search');
    await expect.poll(() => focused(page)).toBe('text');
    await page.keyboard.type('n/?');
    expect(await page.getByLabel('Words').inputValue()).toBe('n/?');
    await page.goto(`${at.origin}${at.path}/payees`);
    await page.keyboard.press('/');
    expect(await focused(page)).toBe('text');
    expect(page.url()).toContain('/payees');
    await page.context().close();
  });

  it('does nothing with a modifier, in a list of choices, or away from a form that was filled in', async () => {
    const page = await open('/transactions/new');
    const address = page.url();
    await page.keyboard.press('Control+n');
    await page.getByLabel('Category').focus();
    await page.keyboard.press('n');
    await page.getByLabel('Note').fill('half done');
    await page.evaluate('document.activeElement.blur()');
    for (const key of ['n', '/']) await page.keyboard.press(key);
    await page.keyboard.press('?'); // answered last, so the others had their time
    await help(page).waitFor();
    expect(page.url()).toBe(address);
    expect(await page.getByLabel('Note').inputValue()).toBe('half done');
    await page.context().close();
  });

  it('shows what keys there are, which each device can switch off', async () => {
    const page = await open('', { bypassCSP: true });
    await page.keyboard.press('?');
    await help(page).getByText('Add a transaction').waitFor();
    expect(await violations(page)).toEqual([]);
    await help(page).getByRole('button', { name: 'Close' }).click();
    await help(page).waitFor({ state: 'hidden' });
    await page.keyboard.press('?');
    await help(page).getByLabel('Use these keys on this device').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await page.getByRole('button', { name: 'Ada' }).click();
    await page.getByRole('link', { name: 'Keyboard' }).click();
    await page.getByRole('heading', { name: 'Keyboard' }).waitFor();
    await page.getByLabel('Use these keys on this device').check();
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('n');
    await page.waitForURL('**/transactions/new');
    await page.context().close();
  });

  it('is taken right after its list was closed, while the button in it still has the focus', async () => {
    const page = await open();
    await page.keyboard.press('?');
    await help(page).waitFor();
    await page.evaluate(`
      document.querySelector('dialog.keys .buttons button').focus();
      document.activeElement.click();
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }));`);
    await expect.poll(() => page.evaluate('document.querySelector("dialog.keys").open')).toBe(true);
    await page.context().close();
  });

  it('is told on a page that works without scripts', async () => {
    const page = await open('/keyboard', { javaScriptEnabled: false });
    await page.getByText('Add a transaction').waitFor();
    expect(await page.getByLabel('Use these keys on this device').isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Close' }).isVisible()).toBe(false);
    await page.context().close();
  });
});
