import { beforeAll, describe, expect, it } from 'vitest';
import { keepDraft } from '../imports/keep-uploaded-files-and-choices.ts';
import type { Money } from '../ledger/entry-to-postings.ts';
import { tokenHash } from '../secret-token.ts';
import { enterVariedRows } from '../testing/enter-varied-transactions.ts';
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
let deletion: string;
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
  const entered = await enterVariedRows(at);
  ({ row, deletion } = entered);
  files = await someFiles(entered.bank);
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
});
