import { beforeAll, describe, expect, it } from 'vitest';
import { todayIn } from '../calendar.ts';
import { acted } from '../ledger/acts.ts';
import { deleteTransaction } from '../ledger/write-transaction.ts';
import { linkHash } from '../link-token.ts';
import { type Site, site, violations } from '../testing/chromium.ts';
import { writeIn, written } from '../testing/layout/fonts.ts';
import { noBrowser } from '../testing/skip-reasons.ts';

const phone = { width: 390, height: 844 };

let at: Site;
let row: string;
let food: string;
let deletion: string;
let bank: string;

beforeAll(async () => {
  at = await site();
  await at.database
    .sql`update person set name = 'Augusta Ada King, Countess of Lovelace' where id = ${at.ada.person}`;
  await at.rows`insert into person_event (person_id, kind) values (${at.ada.person}, 'reset-link-made')`;
  await at.rows`
    insert into password_reset (person_id, token_hash, expires_at)
    values (${at.ada.person}, ${linkHash('ada')}, now() + interval '1 day')`;
  const current = await at.account('Current account', { opening: 245_080n });
  bank = current.id;
  const card = await at.account('Blue card with quite a long name of its own', {
    kind: 'card',
    opening: -42_000n,
  });
  await at.account('Dollars', { currency: 'USD', opening: 1_000n });
  food = await at.category('Groceries');
  const day = todayIn('UTC');
  const names = ['Rent or mortgage', 'Coffee and snacks', 'Fuel', 'Pharmacy', 'Hobbies', 'Presents'];
  for (const [index, name] of names.entries()) {
    const lines = [{ category: await at.category(name), amount: 100_000n / BigInt(index + 1), note: '' }];
    await at.enter({
      kind: 'spent',
      account: { ...card, state: index === 1 ? 'pending' : 'cleared' },
      bookedOn: day,
      payee: `A shop for ${name.toLowerCase()}`,
      lines,
    });
  }
  await at.enter({
    kind: 'received',
    account: current,
    bookedOn: day,
    payee: 'Acme',
    lines: [{ category: await at.category('Salary'), amount: 290_000n, note: '' }],
  });
  await at.enter({
    kind: 'moved',
    from: current,
    to: card,
    amount: 20_000n,
    arrives: 20_000n,
    bookedOn: day,
  });
  const gone = await at.enter({
    kind: 'moved',
    from: current,
    to: card,
    amount: 1n,
    arrives: 1n,
    payee: 'By mistake',
  });
  deletion = (await at.write(acted((sql) => deleteTransaction(sql, at.book, gone, 1)))) ?? '';
  row = await at.enter({
    kind: 'spent',
    account: current,
    bookedOn: day,
    payee: 'Green Grocer',
    lines: [{ category: food, amount: 1250n, note: '' }],
  });
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

    await page.getByRole('link', { name: 'Add an account' }).click();
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
    expect(await page.getByRole('main').textContent()).toMatch(/Net worth\s*€37\.50/);
    expect(await page.getByText('Green Grocer').count()).toBe(1);
    await page.getByRole('link', { name: /Spent €12\.50/ }).click();
    expect(await page.getByRole('main').textContent()).toContain('Spent €12.50 in 1 row');
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
});

const pages: Record<string, () => string> = {
  'the start, to a visitor': () => '/',
  'sign-up': () => '/sign-up',
  'sign-in': () => '/sign-in',
  'sign-in with a new password': () => '/reset-password?token=ada',
  'sign-in with a link that is worth nothing': () => '/reset-password?token=none',
  overview: () => at.path,
  transactions: () => `${at.path}/transactions`,
  'transactions of a filter': () => `${at.path}/transactions?kind=spent&month=${todayIn('UTC').slice(0, 7)}`,
  'transactions, none found': () => `${at.path}/transactions?text=zebra`,
  'a deletion that can be undone': () => `${at.path}/transactions?act=${deletion}`,
  'add spent': () => `${at.path}/transactions/new`,
  'add moved': () => `${at.path}/transactions/new?kind=moved`,
  'edit a transaction': () => `${at.path}/transactions/${row}`,
  accounts: () => `${at.path}/accounts`,
  'add an account': () => `${at.path}/accounts/new`,
  categories: () => `${at.path}/categories`,
  'add a category': () => `${at.path}/categories/new`,
  'this book': () => `${at.path}/settings`,
  books: () => '/books',
  'add a book': () => '/books/new',
  settings: () => '/settings',
  'password and sessions': () => '/settings/sign-in',
  'an address that leads nowhere': () => '/nowhere',
};

// Uses a wide font, so that widths do not depend on installed fonts; layout.browser.test.ts has the hard cases.
describe.skipIf(noBrowser)(`on a phone, light and dark${noBrowser}`, () => {
  it.each(Object.keys(pages))('%s: nothing for axe to find, nothing to scroll sideways', async (name) => {
    const who = name === 'the start, to a visitor' || name.startsWith('sign-') ? undefined : at.ada;
    const page = await at.open({ bypassCSP: true, viewport: phone, colorScheme: 'light' }, who);
    await writeIn('wide', page);
    await page.goto(at.origin + pages[name]?.());
    await written(page);
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page, ['color-contrast'])).toEqual([]);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(phone.width);
    await page.context().close();
  });

  it('the pages that answer a form are as good', async () => {
    const page = await at.open({ bypassCSP: true, viewport: phone }, at.ada);
    await writeIn('wide', page);
    const check = async () => {
      await written(page);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(phone.width);
    };
    await page.goto(`${at.origin}${at.path}/transactions/new`);
    await page.getByLabel('Amount').fill('12.3456');
    await page.getByRole('button', { name: 'Split' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Nothing was saved yet.').waitFor();
    await check();

    await page.goto(`${at.origin}${at.path}/transactions/${row}`);
    await at.write(
      (sql) =>
        sql`update transaction set version = version + 1, payee = 'Changed meanwhile' where id = ${row}`,
    );
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { name: 'Changed meanwhile' }).waitFor();
    await check();
  });

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

  it('Enter in a field saves, whichever buttons stand before Save', async () => {
    const page = await at.open({ bypassCSP: true, viewport: phone }, at.ada);
    await page.goto(`${at.origin}${at.path}/transactions/new`);
    await page.getByLabel('Amount').fill('4.20');
    await page.getByLabel('Paid to').fill('By Enter');
    await page.getByLabel('Amount').press('Enter');
    await page.getByText('Saved: By Enter.').first().waitFor();
    await page.context().close();
  });

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

  it('the ring around a field leaves what is said below it free', async () => {
    const page = await at.open({}, at.ada);
    await page.goto(`${at.origin}${at.path}/accounts/new`);
    const gaps = await page.evaluate(`[...document.querySelectorAll('.field > :is(small, .said)')]
      .filter((said) => said.textContent && said.previousElementSibling.matches('div, input, select'))
      .map((said) => said.getBoundingClientRect().top - said.previousElementSibling.getBoundingClientRect().bottom)`);
    expect(gaps).toHaveLength(2); // below the currency and the day
    for (const gap of gaps as number[]) expect(gap).toBeGreaterThanOrEqual(5);
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
