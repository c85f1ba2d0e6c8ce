import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../../testing/find-accessibility-violations.ts';
import { noBrowser } from '../../testing/skip-reasons.ts';
import { type Site, site } from '../../testing/start-app-in-chromium.ts';

/* From the start page to the first imported month, as a newcomer goes. Each click, tap and choice counts, typing does not. */

const MOST_PRESSES = 12;
const FIXTURES = new URL('../../bank-files/testing/fixtures/', import.meta.url);

const devices = [
  ['on a phone', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
  ['on a desktop', { viewport: { width: 1440, height: 900 } }],
] as const satisfies readonly (readonly [string, BrowserContextOptions])[];

const scripts = [
  ['with scripts', true],
  ['without scripts', false],
] as const;

/** Files of banks: what the import asks about each, and what it makes of it. */
const files = [
  { file: 'camt-05-two-accounts.xml', answers: [], accounts: 2, rows: 2 },
  { file: 'csv-64-value-date-and-balance.csv', answers: [], accounts: 1, rows: 2 },
  { file: 'csv-50-dates-all-ambiguous.csv', answers: [/^Day, month, year:/], accounts: 1, rows: 3 },
  { file: 'csv-35-gbk-preamble.csv', answers: [/^Leave out rows with/], accounts: 1, rows: 2 },
] as const;

let at: Site;
beforeAll(async () => {
  at = await site();
});

/** A newcomer's hand, which counts what it presses. */
function handOf(page: Page, isTouch: boolean) {
  let presses = 0;
  const press = async (what: Locator) => {
    presses += 1;
    await (isTouch ? what.tap() : what.click());
  };
  return {
    press,
    /** Opens the device's own list of files, and takes one. */
    take: async (input: Locator, file: string) => {
      const chooser = page.waitForEvent('filechooser');
      await press(input);
      await (await chooser).setFiles(new URL(file, FIXTURES).pathname);
    },
    count: () => presses,
  };
}

let newcomers = 0;

async function signUp(page: Page, press: (what: Locator) => Promise<void>): Promise<string> {
  newcomers += 1;
  const email = `newcomer.${newcomers}@example.org`;
  await page.goto(at.origin);
  await press(page.getByRole('main').getByRole('link', { name: 'Sign up' }));
  await page.getByLabel('Your name').fill('Nia');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('four quiet words here');
  await press(page.getByRole('button', { name: 'Sign up' }));
  await page.getByRole('heading', { name: 'Welcome to Nia’s book' }).waitFor();
  return email;
}

describe.skipIf(noBrowser).each(devices)(`the first ten minutes${noBrowser} %s`, (_device, device) => {
  describe.each(scripts)('%s', (_how, javaScriptEnabled) => {
    it.each(files)('bring the first month of $file in with at most twelve presses', async ({
      file,
      answers,
      ...want
    }) => {
      const page = await at.open({ ...device, javaScriptEnabled, locale: 'en-US' });
      const { press, take, count } = handOf(page, 'hasTouch' in device);
      const email = await signUp(page, press);
      await press(page.getByRole('link', { name: 'Bring a bank file' }));
      await take(page.getByLabel('Files of your bank'), file);
      await press(page.getByRole('button', { name: 'Look at what is in it' }));
      for (const answer of answers) {
        await press(page.getByText(answer));
        if (!javaScriptEnabled) await press(page.getByRole('button', { name: 'Read it again like this' }));
      }
      await press(page.getByRole('button', { name: /^Import \d+ rows?$/ }));
      await page.getByRole('heading', { name: 'Rows of the file' }).waitFor();
      const [made] = await at.rows`
        select count(distinct a.id)::int as accounts, count(distinct t.id) filter (where t.kind <> 'opening')::int as rows
        from person p join member m on m.person_id = p.id join account a on a.book_id = m.book_id
          left join transaction t on t.book_id = a.book_id
        where p.email = ${email}`;
      expect(made).toEqual({ accounts: want.accounts, rows: want.rows });
      console.log(`${file}: ${count()} presses`);
      expect(count()).toBeLessThanOrEqual(MOST_PRESSES);
      await page.context().close();
    });

    it('look around in sample data, and leave it, with four presses after the sign-up', async () => {
      const page = await at.open({ ...device, javaScriptEnabled, locale: 'de-CH' });
      const { press, count } = handOf(page, 'hasTouch' in device);
      await signUp(page, press);
      const before = count();
      await press(page.getByRole('button', { name: 'Look around with sample data' }));
      await page.getByText('all of this book is made up').waitFor();
      await page.getByText('Hillside Homes').first().waitFor();
      expect(await page.getByRole('main').innerText()).toMatch(/CHF/);
      await press(page.getByRole('button', { name: 'Remove the sample data' }));
      await page.getByText('The sample data is gone.').waitFor();
      await press(page.getByRole('button', { name: 'Bring it back' }));
      await page.getByText('The sample data is back.').waitFor();
      await press(page.getByRole('button', { name: 'Remove the sample data' }));
      await page.getByRole('heading', { name: 'Welcome to Nia’s book' }).waitFor();
      expect(count() - before).toBe(4);
      await page.context().close();
    });
  });

  it('have no page with a fault that axe finds', async () => {
    const page = await at.open({ ...device, bypassCSP: true });
    const { press } = handOf(page, 'hasTouch' in device);
    await page.goto(`${at.origin}/sign-up`);
    expect(await violations(page)).toEqual([]);
    await signUp(page, press);
    expect(await violations(page)).toEqual([]);
    await press(page.getByRole('link', { name: 'Bring a bank file' }));
    await page.getByLabel('Files of your bank').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goBack();
    await press(page.getByRole('button', { name: 'Look around with sample data' }));
    await page.getByText('all of this book is made up').waitFor();
    expect(await violations(page)).toEqual([]);
    await press(page.getByRole('button', { name: 'Remove the sample data' }));
    await page.getByText('The sample data is gone.').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });
});
