import { setTimeout as nextMoment } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { household } from '../testing/household.ts';
import type { Browser } from '../testing/simulated-browser.ts';
import { noBrowser } from '../testing/skip-reasons.ts';
import { type Site, site } from '../testing/start-app-in-chromium.ts';

/** A browser with a back/forward cache, as people have it, and one that had to evict its pages. */
const browsers = {
  'pages in memory': { ignoreDefaultArgs: ['--disable-back-forward-cache'] },
  'no page in memory': {},
};

describe.skipIf(noBrowser).each(Object.entries(browsers))(`with %s${noBrowser}`, (_name, options) => {
  let at: Site;
  beforeAll(async () => {
    at = await site(options);
    await at.account('A secret bank');
  });

  it('a form is still filled after Save without a network, and saves once when it is back', async () => {
    const ada = await signedIn(at);
    const purse = await at.account('Purse');
    const groceries = await at.category('Groceries');
    const page = await at.open({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } }, ada);
    await page.goto(`${at.origin}${at.path}/transactions/new`);
    await page.getByLabel('Amount').fill('12,50');
    await page.getByLabel('Paid to').fill('Corner Shop');
    await page.getByLabel('Note').fill('two\u00a0words');
    await page.getByLabel('From account').selectOption(purse.id);
    await page.getByLabel('Category').selectOption(groceries);
    await page.getByLabel(/^Pending/).check();
    await offline(page, () => page.getByRole('button', { name: 'Save', exact: true }).click());
    await goBack(page);
    const typed = async () => [
      await page.getByLabel('Amount').inputValue(),
      await page.getByLabel('Paid to').inputValue(),
      await page.getByLabel('Note').inputValue(),
      await page.getByLabel('From account').inputValue(),
      await page.getByLabel('Category').inputValue(),
      await page.getByLabel(/^Pending/).isChecked(),
    ];
    await expect.poll(typed).toEqual(['12,50', 'Corner Shop', 'two\u00a0words', purse.id, groceries, true]);
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved: Corner Shop.').first().waitFor();
    expect(await at.rows`select from transaction where payee = 'Corner Shop'`).toHaveLength(1);
  });

  it.each(['accounts/new', 'settings'])('the form at %s is still filled, too', async (form) => {
    const ada = await signedIn(at);
    const page = await at.open({ javaScriptEnabled: false }, ada);
    await page.goto(`${at.origin}${at.path}/${form}`);
    await page.getByLabel('Name', { exact: true }).fill('As I typed it');
    await offline(page, () => page.getByRole('button', { name: 'Save', exact: true }).click());
    await goBack(page);
    const shown = async () => [page.url(), await page.getByLabel('Name', { exact: true }).inputValue()];
    await expect.poll(shown).toEqual([`${at.origin}${at.path}/${form}`, 'As I typed it']);
  });

  it.each([
    'with',
    'without',
  ])('nobody goes back to a page of a session that was signed out, %s a network', async (how) => {
    const ada = await signedIn(at);
    const page = await at.open({}, ada);
    await page.goto(`${at.origin}${at.path}/accounts`);
    await page.goto(`${at.origin}${at.path}/transactions/new`);
    await page.getByLabel('Paid to').fill('A secret shop');
    await page.locator('.menu > button').click();
    await forgotten(page, () => page.getByRole('button', { name: 'Sign out' }).click());
    await page.getByRole('heading', { name: 'Know where the money goes' }).waitFor();
    await page.context().setOffline(how === 'without');
    for (const _step of ['the form', 'the list']) {
      await goBack(page);
      expect(await page.content()).not.toContain('secret');
    }
  });

  it('nor of one that ended elsewhere, once the browser was told', async () => {
    const ada = await signedIn(at);
    const page = await at.open({}, ada);
    await page.goto(`${at.origin}${at.path}/transactions/new`);
    await at.rows`delete from session`;
    await forgotten(page, () => page.goto(`${at.origin}${at.path}`));
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await goBack(page);
    expect(await page.content()).not.toContain('secret');
  });
});

it('a page to type into is kept by the browser of its person alone; every other, and one for a password, by none', async () => {
  const { ada, path, account } = await household();
  await account('Bank');
  const headers = async (url: string) => (await ada.get(url)).headers;
  for (const url of [
    `${path}/transactions/new`,
    `${path}/accounts/new`,
    `${path}/settings`,
    '/settings',
    '/books/new',
  ])
    expect
      .soft(await headers(url), url)
      .toMatchObject({ 'cache-control': 'private, no-cache', vary: expect.stringMatching(/^Cookie\b/) });
  for (const url of [
    path,
    `${path}/transactions`,
    `${path}/accounts`,
    `${path}/activity`,
    '/settings/sign-in',
    '/sign-in',
  ])
    expect.soft(await headers(url), url).toMatchObject({ 'cache-control': 'no-store' });
});

/** Signs Ada in on a separate browser. */
async function signedIn({ visitor, ada }: Site): Promise<Browser> {
  const browser = visitor();
  await browser.post('/sign-in', { email: ada.email, password: ada.password });
  return browser;
}

/** Goes offline and waits until the browser shows its own error page. */
async function offline(page: Page, press: () => Promise<void>): Promise<void> {
  // Chromium copies what was typed to the entry of its history a second later. It does so too when the page is left, but
  // then whoever goes back at once may be faster.
  await nextMoment(3000);
  await page.context().setOffline(true);
  const failed = page.waitForEvent('requestfailed');
  await press();
  await failed;
  await expect.poll(() => page.url()).toContain('chrome-error:');
}

/**
 * Goes back, and waits until the browser shows the previous entry. Playwright waits in vain for a page from the
 * back/forward cache, which fires no load event; and a page still shown after a while may be the one to leave.
 */
async function goBack(page: Page): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const history = () => browser.send('Page.getNavigationHistory');
  const { currentIndex, entries } = await history();
  const entry = entries[currentIndex - 1];
  if (!entry) throw new Error(`There is nothing to go back to from ${page.url()}`);
  await browser.send('Page.navigateToHistoryEntry', { entryId: entry.id });
  await expect.poll(async () => (await history()).currentIndex).toBe(currentIndex - 1);
  const state = () => page.evaluate('document.readyState').catch(() => 'none');
  await expect.poll(() => Promise.race([state(), nextMoment(500, 'late')])).toBe('complete');
}

async function forgotten(page: Page, go: () => Promise<unknown>): Promise<void> {
  const told = page.waitForResponse((response) => response.url().endsWith('/static/forget-pages'));
  await go();
  await told;
}
