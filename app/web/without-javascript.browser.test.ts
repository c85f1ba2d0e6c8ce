import { beforeAll, describe, expect, it } from 'vitest';
import { enterVariedRows } from '../testing/enter-varied-transactions.ts';
import { noBrowser } from '../testing/skip-reasons.ts';
import { type Site, site } from '../testing/start-app-in-chromium.ts';

const phone = { width: 390, height: 844 };

let at: Site;
let food: string;
beforeAll(async () => {
  at = await site();
  ({ food } = await enterVariedRows(at));
});

describe.skipIf(noBrowser)(`without JavaScript${noBrowser}`, () => {
  it('somebody signs up, adds an account, adds what was spent, and sees it', async () => {
    const page = await at.open({ javaScriptEnabled: false, viewport: phone });
    await page.goto(at.origin);
    await page.getByRole('main').getByRole('link', { name: 'Sign up' }).click();
    await page.getByLabel('Your name').fill('Nora');
    await page.getByLabel('E-mail').fill('nora@example.org');
    await page.getByLabel(/Password/).fill('four quiet words here');
    await page.getByRole('button', { name: 'Sign up' }).click();

    await page.getByRole('link', { name: 'Add by hand' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Purse');
    await page.getByLabel('Kind').selectOption('Cash');
    await page.getByLabel('Balance').first().fill('50');
    await page.getByRole('button', { name: 'Save' }).click();

    await page.getByRole('link', { name: 'Add', exact: true }).first().click();
    await page.getByLabel('Amount').fill('12,50');
    await page.getByLabel('Category').selectOption('Groceries');
    await page.getByLabel('Paid to').fill('Green Grocer');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved: Green Grocer.').first().waitFor();
    await page.reload(); // must not post twice

    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    expect(await page.getByRole('main').textContent()).toMatch(/Net worth\s*\$37\.50/);
    expect(await page.getByText('Green Grocer').count()).toBe(1);
    await page.getByRole('link', { name: /Spent \$12\.50/ }).click();
    expect(await page.getByRole('main').textContent()).toContain('Spent $12.50 in 1 row');
  });

  it('an edit from the third page of a filter leads back to that page', async () => {
    const old = await at.account('Old purse', { openedOn: '2020-01-01' });
    const lines = [{ category: food, amount: 100n, note: '' }];
    for (let n = 0; n < 110; n += 1)
      await at.enter({ kind: 'spent', account: old, bookedOn: '2020-02-02', payee: `No ${n}.`, lines });
    const page = await at.open({ javaScriptEnabled: false, viewport: phone }, at.ada);
    await page.goto(`${at.origin}${at.path}/transactions?account=${old.id}`);
    for (const _page of [2, 3]) await page.getByRole('link', { name: 'Older' }).click();
    const third = page.url();
    await page.getByRole('link', { name: /No 3\./ }).click();
    await page.getByLabel('Note').fill('from the third page');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved: No 3.').first().waitFor();
    expect(page.url().replace(/&act=.*/, '')).toBe(third);
    expect(await page.getByRole('link', { name: /No 3\./ }).count()).toBe(1);
    await page.getByRole('link', { name: /No 3\./ }).click();
    expect(await page.getByLabel('Note').inputValue()).toBe('from the third page');
    await page.context().close();
  });

  it('a mistake is told beside the field, and a deletion can be undone', async () => {
    const page = await at.open({ javaScriptEnabled: false, viewport: phone }, at.ada);
    await page.goto(`${at.origin}${at.path}/transactions/new`);
    await page.getByLabel('Amount').fill('a lot');
    await page.getByLabel('Paid to').fill('Corner Shop');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    expect(await page.locator('#field-amount-problem').textContent()).toContain(
      'Type an amount such as 12.50.',
    );
    expect(await page.getByLabel('Paid to').inputValue()).toBe('Corner Shop');
    await page.getByLabel('Amount').fill('3');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('link', { name: /Corner Shop/ }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    expect(await page.getByRole('link', { name: /Corner Shop/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await page.getByRole('link', { name: /Corner Shop/ }).count()).toBe(1);
  });

  it('rows are ticked, given a name together, and get their own back by one press', async () => {
    const page = await at.open({ javaScriptEnabled: false, viewport: phone }, at.ada);
    await page.goto(`${at.origin}${at.path}/transactions?text=a+shop+for`);
    const box = page.getByRole('checkbox', { name: 'Select A shop for fuel' });
    expect(await box.isVisible()).toBe(false);
    await page.getByText('Select rows').click();
    await box.check();
    await page.getByRole('checkbox', { name: 'Select A shop for hobbies' }).check();
    const who = page.getByRole('textbox', { name: 'Who' });
    expect(await who.isVisible()).toBe(false);
    await page.getByLabel('What to change').selectOption('Who');
    await who.fill('A shop for both');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByText('2 rows given the name A shop for both.').first().waitFor();
    expect(await page.getByRole('link', { name: /A shop for both/ }).count()).toBe(2);
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await page.getByRole('link', { name: /A shop for (fuel|hobbies)/ }).count()).toBe(2);
    await page.context().close();
  });
});
