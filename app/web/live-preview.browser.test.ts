import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../testing/find-accessibility-violations.ts';
import { noBrowser } from '../testing/skip-reasons.ts';
import { type Site, site } from '../testing/start-app-in-chromium.ts';

let at: Site;
beforeAll(async () => {
  at = await site();
  await at.account('Bank', { opening: 100_000n });
  await at.account('Purse', { kind: 'cash' });
  await at.rows`update person set locale = 'en-GB', date_format = 'DD.MM.YYYY' where id = ${at.ada.person}`;
});

const said = (page: Page, field: string) => page.locator(`#field-${field}-said`);

/** Waits until the script has set up the form: a click waits for the next page, but not for its resources. */
const live = (page: Page) => page.locator('form.live').waitFor();

async function splitForm(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await at.open(options, at.ada);
  await page.goto(`${at.origin}${at.path}/transactions/new`);
  await page.getByLabel('Amount').fill('42.50');
  await page.getByRole('button', { name: 'Split' }).click();
  await page.locator('#field-amount-1').waitFor();
  if (options.javaScriptEnabled !== false) await live(page);
  return page;
}

describe.skipIf(noBrowser)(`a form that is typed into, with its script${noBrowser}`, () => {
  it('says what sums come to and what is left to split', async () => {
    const page = await at.open({}, at.ada);
    await page.goto(`${at.origin}${at.path}/transactions/new`);
    expect((await page.locator('label[for="field-amount"]').boundingBox())?.height).toBeGreaterThan(0);
    await page.getByLabel('Amount').fill('42.50');
    await page.getByRole('button', { name: 'Split' }).click();
    await page.locator('#field-amount-1').waitFor();
    await live(page);
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    await page.locator('#field-amount-0').pressSequentially('12.50+3.20');
    await page.getByText('= €15.70').waitFor();
    await page.getByText('€26.80 left to split').waitFor();
    expect(await page.locator('#field-amount-0').inputValue()).toBe('12.50+3.20');
    await page.locator('#field-amount-1').pressSequentially('30');
    await page.getByText('€3.20 more than the whole').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('field-amount-1');
    expect(await page.getByRole('button', { name: 'Count again' }).isVisible()).toBe(false);
    expect(refused).toEqual([]);
    await page.context().close();
  });

  it('keeps the rest in sight of every part', async () => {
    const page = await splitForm({ viewport: { width: 390, height: 500 } });
    for (let more = 0; more < 4; more += 1) await page.getByRole('button', { name: 'Add a part' }).click();
    await page.locator('#field-amount-5').scrollIntoViewIfNeeded();
    const box = await said(page, 'rest').boundingBox();
    expect([(box?.y ?? -1) >= 0, (box?.y ?? 500) < 500]).toEqual([true, true]);
    await page.evaluate(
      `scrollBy(0, document.getElementById('field-amount-2').getBoundingClientRect().top - 10)`, // hidden under the rest
    );
    await page.locator('#field-amount-2').focus();
    const [rest, field] = await Promise.all([
      page.locator('.rest').boundingBox(),
      page.locator('#field-amount-2').boundingBox(),
    ]);
    expect(field?.y).toBeGreaterThanOrEqual((rest?.y ?? 500) + (rest?.height ?? 0));
    await page.context().close();
  });

  it('says the day as it is typed, and takes one from the calendar of the device', async () => {
    for (const [path, name] of [
      ['/transactions/new', 'bookedOn'],
      ['/accounts/new', 'openedOn'],
    ] as const) {
      const page = await at.open({}, at.ada);
      await page.goto(at.origin + at.path + path);
      await live(page);
      const field = page.locator(`#field-${name}`);
      await field.fill('');
      await field.pressSequentially('03042026');
      await page.getByText(/Friday,? 3 April 2026/).waitFor();
      const calendar = page.locator('.picker input');
      await expect.poll(() => calendar.inputValue()).toBe('2026-04-03');
      await calendar.fill('2026-04-05');
      await page.getByText(/Sunday,? 5 April 2026/).waitFor();
      expect(await field.inputValue()).toBe('05.04.2026');
      expect(await page.getByRole('button', { name: 'Open a calendar' }).isVisible()).toBe(true);
      await page.getByRole('button', { name: 'Open a calendar' }).press('Enter');
      await page.context().close();
    }
  });

  it('says nothing that may be wrong where the server does not answer', async () => {
    const page = await splitForm();
    await page.route('**/count', (route) => route.abort());
    await page.locator('#field-amount-0').pressSequentially('1');
    await page.getByRole('button', { name: 'Count again' }).waitFor();
    expect(await said(page, 'rest').textContent()).toBe('');
    await page.getByRole('button', { name: 'Count again' }).click();
    await page.getByText('€41.50 left to split').waitFor();
    await page.context().close();
  });

  it('has nothing for axe to find', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await splitForm({ bypassCSP: true, colorScheme, viewport: { width: 390, height: 844 } });
      await page.locator('#field-bookedOn').fill('today');
      await page.locator('#field-amount-0').fill('1+2');
      await page.getByText('= €3.00').waitFor();
      await expect.poll(() => page.locator('.counting').count()).toBe(0);
      expect(await violations(page)).toEqual([]);
      await page.context().close();
    }
  });
});

describe.skipIf(noBrowser)(`the same form without a script${noBrowser}`, () => {
  it('says all of it by a press', async () => {
    const page = await splitForm({ javaScriptEnabled: false });
    await page.locator('#field-amount-0').fill('12.50+3.20');
    await page.getByRole('button', { name: 'Count again' }).click();
    await page.getByText('= €15.70').waitFor();
    await page.getByText('€26.80 left to split').waitFor();
    await page.locator('#field-bookedOn').fill('03042026');
    await page.getByRole('button', { name: 'Say the day' }).click();
    await page.getByText(/Friday,? 3 April 2026/).waitFor();
    expect(await page.locator('#field-amount-0').inputValue()).toBe('12.50+3.20');
    expect(await page.getByRole('button', { name: 'Open a calendar' }).isVisible()).toBe(false);
    await page.goto(`${at.origin}${at.path}/accounts/new`);
    await page.getByLabel('On this day').fill('03042026');
    await page.getByRole('button', { name: 'Say the day' }).click();
    await page.getByText(/Friday,? 3 April 2026/).waitFor();
    await page.context().close();
  });
});
