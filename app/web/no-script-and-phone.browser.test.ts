import { beforeAll, describe, expect, it } from 'vitest';
import { keepDraft } from '../imports/drafts.ts';
import { acted } from '../ledger/begin-and-list-acts.ts';
import type { Money } from '../ledger/entry-to-postings.ts';
import { deleteTransaction } from '../ledger/write-transaction.ts';
import { tokenHash } from '../secret-token.ts';
import { violations } from '../testing/find-accessibility-violations.ts';
import { importFile } from '../testing/import-into-database.ts';
import { writeIn, written } from '../testing/layout/render-in-test-font.ts';
import { makeToken } from '../testing/make-token.ts';
import { noBrowser } from '../testing/skip-reasons.ts';
import { type Site, site } from '../testing/start-app-in-chromium.ts';
import { todayIn } from '../time-zones.ts';

const phone = { width: 390, height: 844 };

let at: Site;
let row: string;
let food: string;
let deletion: string;
let bank: string;
let files: Record<'imported' | 'similar' | 'asked' | 'wrong', string>;
let tag: string;

beforeAll(async () => {
  at = await site();
  await at.database
    .sql`update person set name = 'Augusta Ada King, Countess of Lovelace' where id = ${at.ada.person}`;
  await at.rows`insert into person_event (person_id, kind) values (${at.ada.person}, 'reset-link-made')`;
  await at.rows`
    insert into password_reset (person_id, token_hash, expires_at)
    values (${at.ada.person}, ${tokenHash('ada')}, now() + interval '1 day')`;
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
    tags: ['Holiday', 'For the whole family', 'Work'],
    lines: [{ category: food, amount: 1250n, note: '' }],
  });
  files = await someFiles(current);
  await makeToken(at.ada);
  const [made] = await at.rows<{ id: string }[]>`select id from tag where name = 'Holiday'`;
  tag = made?.id ?? '';
});

/** An import, and files that wait: one of whose rows looks similar, one that asks, one that is wrong. */
async function someFiles(account: Money) {
  const csv = (...rows: string[]) => ['Date,Payee,Amount', ...rows].join('\n');
  const known = '2026-01-15,Coffee Bar,-3.50';
  const { book, ada } = at;
  const imported = { book, person: ada.person, account, name: 'january.csv', text: csv(known) };
  const keep = (text: string) => {
    const file = { name: 'february.csv', bytes: Buffer.from(text) };
    return at.write((sql) => keepDraft(sql, book, ada.person, file, { accounts: { '': account.id } }));
  };
  const similar = `${todayIn('UTC')},Grocer,-12.50`;
  return {
    imported: await at.write((sql) => importFile(sql, imported)),
    similar: await keep(csv(known, similar, '2026-01-16,Salary,100.00')),
    asked: await keep(csv('03/04/2026,Shop,-1.00', '04/05/2026,Shop,-2.00')),
    wrong: await keep(csv('2026-01-15,Shop,-1.00', '2026-01-16,Shop,lots')),
  };
}

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
  imports: () => `${at.path}/imports`,
  'a file to import': () => `${at.path}/imports/${files.similar}`,
  'a file that asks': () => `${at.path}/imports/${files.asked}`,
  'a file that is wrong': () => `${at.path}/imports/${files.wrong}`,
  'an import': () => `${at.path}/imports/${files.imported}`,
  tags: () => `${at.path}/tags`,
  'a tag': () => `${at.path}/tags/${tag}`,
  categories: () => `${at.path}/categories`,
  'add a category': () => `${at.path}/categories/new`,
  'this book': () => `${at.path}/settings`,
  books: () => '/books',
  'add a book': () => '/books/new',
  settings: () => '/settings',
  'password and sessions': () => '/settings/sign-in',
  tokens: () => '/settings/tokens',
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

  it('a script ticks all rows of a page, and with Shift those between two', async () => {
    const page = await at.open({ viewport: phone }, at.ada);
    await page.goto(`${at.origin}${at.path}/transactions`);
    await page.getByText('Select rows').click();
    const boxes = page.locator('[name="row"]');
    const ticked = () => page.locator('[name="row"]:checked').count();
    await page.getByLabel('All on this page').check();
    expect(await ticked()).toBe(await boxes.count());
    await page.getByLabel('All on this page').uncheck();
    expect(await ticked()).toBe(0);
    await boxes.nth(1).click();
    await boxes.nth(4).click({ modifiers: ['Shift'] });
    expect(await ticked()).toBe(4);
    expect(await page.getByLabel('All on this page').isChecked()).toBe(false);
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
