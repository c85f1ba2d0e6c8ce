import { beforeAll, describe, expect, it } from 'vitest';
import { todayIn } from '../calendar.ts';
import { acted } from '../ledger/acts.ts';
import { deleteTransaction } from '../ledger/write-transaction.ts';
import { linkHash } from '../link-token.ts';
import { type Site, site, violations } from '../testing/chromium.ts';
import { writeIn, written } from '../testing/layout/fonts.ts';
import { noBrowser } from '../testing/missing.ts';

const phone = { width: 390, height: 844 };
const patience = 60_000;

let at: Site;
let row: string;
let food: string;
let deletion: string;

beforeAll(async () => {
  at = await site();
  await at.database
    .sql`update person set name = 'Augusta Ada King, Countess of Lovelace' where id = ${at.ada.person}`;
  await at.rows`insert into person_event (person_id, kind) values (${at.ada.person}, 'reset-link-made')`;
  await at.rows`
    insert into password_reset (person_id, token_hash, expires_at)
    values (${at.ada.person}, ${linkHash('ada')}, now() + interval '1 day')`;
  const bank = await at.account('Current account', { opening: 245_080n });
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
    account: bank,
    bookedOn: day,
    payee: 'Acme',
    lines: [{ category: await at.category('Salary'), amount: 290_000n, note: '' }],
  });
  await at.enter({ kind: 'moved', from: bank, to: card, amount: 20_000n, arrives: 20_000n, bookedOn: day });
  const gone = await at.enter({
    kind: 'moved',
    from: bank,
    to: card,
    amount: 1n,
    arrives: 1n,
    payee: 'By mistake',
  });
  deletion = (await at.write(acted((sql) => deleteTransaction(sql, at.book, gone, 1)))) ?? '';
  row = await at.enter({
    kind: 'spent',
    account: bank,
    bookedOn: day,
    payee: 'Green Grocer',
    lines: [{ category: food, amount: 1250n, note: '' }],
  });
}, patience);

describe.skipIf(noBrowser)(`without JavaScript${noBrowser}`, () => {
  it('somebody signs up, adds an account, adds what was spent, and sees it', {
    timeout: patience,
  }, async () => {
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

  it('a mistake is told beside the field, and a deletion can be undone', { timeout: patience }, async () => {
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

// In a wide font, so that the widths do not depend on which the machine has; layout.browser.test.ts has the hard cases.
describe.skipIf(noBrowser)(`on a phone, light and dark${noBrowser}`, () => {
  it.each(Object.keys(pages))('%s: nothing for axe to find, nothing to scroll sideways', {
    timeout: patience,
  }, async (name) => {
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

  it('the pages that answer a form are as good', { timeout: patience }, async () => {
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

  it('Enter in a field saves, whichever buttons stand before Save', { timeout: patience }, async () => {
    const page = await at.open({ bypassCSP: true, viewport: phone }, at.ada);
    await page.goto(`${at.origin}${at.path}/transactions/new`);
    await page.getByLabel('Amount').fill('4.20');
    await page.getByLabel('Paid to').fill('By Enter');
    await page.getByLabel('Amount').press('Enter');
    await page.getByText('Saved: By Enter.').first().waitFor();
    await page.context().close();
  });

  it('the strict policy lets the style sheet in, and nothing is refused', { timeout: patience }, async () => {
    const page = await at.open({ viewport: phone }, at.ada);
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    await page.goto(at.origin + at.path);
    expect(await page.evaluate('getComputedStyle(document.querySelector(".card")).borderRadius')).toBe(
      '14px',
    );
    expect(refused).toEqual([]);
  });

  it('the theme that a person chose wins over the device', { timeout: patience }, async () => {
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
