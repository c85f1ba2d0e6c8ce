import { beforeAll, describe, expect, it } from 'vitest';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { violations } from '../../testing/find-accessibility-violations.ts';
import { importFile } from '../../testing/import-into-database.ts';
import { noBrowser } from '../../testing/skip-reasons.ts';
import { spentOn } from '../../testing/spent-entry.ts';
import { type Site, site } from '../../testing/start-app-in-chromium.ts';

const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 800 };

let at: Site;
let bank: Money;
let rule: string;

beforeAll(async () => {
  at = await site();
  bank = await at.account('Bank');
  const unsorted = await at.category('Not sorted yet');
  const spend = (name: string) => at.enter(spentOn(bank, unsorted, 1250n, { payee: name }) as never);
  for (const name of ['Kiosk', 'Kiosk', 'Kiosk', 'Bakery', 'Bakery', 'Café', 'Café']) await spend(name);
  const [made] = await at.rows<{ id: string }[]>`
    insert into rule (book_id, position, match, conditions, actions)
    values (${at.book}, 1, 'all', '[{"field": "payee", "how": "is", "text": "Café"}]', '[{"set": "note", "text": "cake"}]')
    returning id`;
  rule = made?.id ?? '';
});

describe.skipIf(noBrowser)(`rules${noBrowser}`, () => {
  it.each([
    ['on a phone without a script', { viewport: phone, javaScriptEnabled: false }, 'Kiosk'],
    ['on a desk', { viewport: desk }, 'Bakery'],
  ] as const)('come from a correction, and sort the other rows, %s', async (_where, options, name) => {
    const page = await at.open(options, at.ada);
    await page.goto(`${at.origin}${at.path}/transactions?text=${name}`);
    const all = await page.getByRole('link', { name: new RegExp(name) }).count();
    await page
      .getByRole('link', { name: new RegExp(name) })
      .first()
      .click();
    await page.getByLabel('Category').selectOption('Groceries');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('link', { name: 'Always do this' }).click();
    await page.getByRole('button', { name: 'Try' }).click();
    await page.getByRole('heading', { name: 'would change' }).waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: new RegExp(`^Change ${all - 1} row`) }).click();
    await page.getByText('changed by rules').first().waitFor();
    await page.goto(`${at.origin}${at.path}/transactions?text=${name}`);
    expect(await page.getByText('Groceries · Bank').count()).toBe(all);
    await page.context().close();
  });

  it.each([
    ['on a phone without a script', { viewport: phone, javaScriptEnabled: false }, 'Ferry'],
    ['on a desk', { viewport: desk }, 'Tram'],
  ] as const)('come from the queue with one press, and sort the next import, %s', async (_where, options, name) => {
    const bring = async (day: string) => {
      const text = `Date,Payee,Amount,Memo\n${day},${name},-2.50,`;
      await at.write((sql) =>
        importFile(sql, { book: at.book, person: at.ada.person, account: bank, name: 'x.csv', text }),
      );
    };
    await bring('2026-02-03');
    await bring('2026-02-04');
    const page = await at.open(options, at.ada);
    await page.goto(`${at.origin}${at.path}/unsorted`);
    const group = page.locator('section').filter({ hasText: name });
    await group.getByText('2 rows').waitFor();
    await group.getByLabel('Category').selectOption('Eating out');
    await group.getByRole('button', { name: 'Always do this' }).click();
    await page.getByText(`2 rows sorted: ${name} → Eating out.`).first().waitFor();
    await page.goto(`${at.origin}${at.path}/rules`);
    await page.getByText(`If payee is “${name}”`).waitFor();
    await bring('2026-02-05');
    await page.goto(`${at.origin}${at.path}/transactions?text=${name}`);
    expect(await page.getByText('Eating out · Bank').count()).toBe(3);
    await page.context().close();
  });

  it.each([
    ['rules', () => '/rules'],
    ['a new rule', () => '/rules/new'],
    ['a rule', () => `/rules/${rule}`],
    ['rules to apply', () => `/rules/apply?rule=${rule}`],
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
