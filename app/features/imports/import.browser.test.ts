import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { noBrowser } from '../../testing/skip-reasons.ts';
import { type Site, site } from '../../testing/start-app-in-chromium.ts';

const sizes = [
  ['on a phone', { width: 390, height: 844 }],
  ['on a desktop', { width: 1440, height: 900 }],
] as const;

const FIXTURES = new URL('../../bank-files/testing/fixtures/', import.meta.url);
const csv = (...rows: string[]) => Buffer.from(['Date,Payee,Amount', ...rows].join('\n'));
const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'text/csv', buffer });
const fixture = (name: string) => file(name, readFileSync(new URL(name, FIXTURES)));

let at: Site;
beforeAll(async () => {
  at = await site();
});

const rowsOf = async (account: string) =>
  (await at.rows`select from posting where account_id = ${account}`).length;

const kindsOf = async (account: string) => {
  const rows = await at.rows<{ kind: string }[]>`
    select t.kind from posting p join transaction t on t.book_id = p.book_id and t.id = p.transaction_id
    where p.account_id = ${account}`;
  return rows.map(({ kind }) => kind);
};

async function choose(page: Page, files: ReturnType<typeof file>[], account: string): Promise<void> {
  await page.goto(`${at.origin}${at.path}/imports`);
  await page.getByLabel('Files of your bank').setInputFiles(files);
  await page.getByLabel('Account').selectOption({ label: account });
  await page.getByRole('button', { name: 'Look at what is in it' }).click();
}

describe.skipIf(noBrowser).each(sizes)(`an import ${noBrowser}%s`, (where, viewport) => {
  describe.each([
    ['with scripts', true],
    ['without scripts', false],
  ])('%s', (how, javaScriptEnabled) => {
    it('three times adds the rows once, and its undo takes them away', async () => {
      const name = `Thrice ${where} ${how}`;
      const { id } = await at.account(name);
      const page = await at.open({ viewport, javaScriptEnabled }, at.ada);
      const coffee = file(
        'coffee.csv',
        csv('2026-01-15,Coffee,-3.50', '2026-01-15,Coffee,-3.50', '2026-01-16,Pay,9.00'),
      );
      await choose(page, [coffee], `${name} (EUR)`);
      await page.getByRole('button', { name: 'Import 3 rows' }).click();
      await page.getByRole('heading', { name: 'Rows of the file' }).waitFor();
      const imported = page.url();
      for (const _time of [2, 3]) {
        await choose(page, [coffee], `${name} (EUR)`);
        await page.getByText('3 already here').first().waitFor();
        expect(await page.getByRole('button', { name: 'Import nothing' }).count()).toBe(1);
        await page.getByRole('button', { name: 'Discard this file' }).click();
        expect(await rowsOf(id)).toBe(3);
      }
      await page.goto(imported);
      await page.getByRole('button', { name: /^Undo/ }).click();
      await page.getByText('Undone').first().waitFor();
      expect(await rowsOf(id)).toBe(0);
      await page.context().close();
    });
  });

  it('of awkward files asks, tells where they are wrong, and takes the answer', async () => {
    const name = `Awkward ${where}`;
    const { id } = await at.account(name);
    const yuan = await at.account(`Yuan ${where}`, { currency: 'CNY' });
    const page = await at.open({ viewport }, at.ada);
    await choose(page, [fixture('csv-50-dates-all-ambiguous.csv')], `${name} (EUR)`);
    await page.getByText('In which order do the dates stand?').waitFor();
    await page.getByText(/^Day, month, year:/).click(); // read again at once
    await page.getByRole('button', { name: 'Import 3 rows' }).click();
    await page.getByRole('heading', { name: 'Rows of the file' }).waitFor();
    expect(await rowsOf(id)).toBe(3);

    await at.account(`${name} too`); // of the first one the order of days is known now
    await choose(page, [fixture('csv-52-dates-contradict.csv')], `${name} too (EUR)`);
    await page.getByText('Line 3, column Date:').waitFor();
    expect(await page.getByRole('button', { name: /^Import/ }).count()).toBe(0);

    await choose(page, [fixture('csv-35-gbk-preamble.csv')], `Yuan ${where} (CNY)`);
    await page.getByText('Are these transactions, or are they to be left out?').waitFor();
    await page.getByText('Leave out rows with 交易关闭 in 交易状态').click();
    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await page.getByRole('heading', { name: 'Rows of the file' }).waitFor();
    expect(await rowsOf(yuan.id)).toBe(2);
    await page.context().close();
  });

  it('of a row that looks similar waits for a tick, and counts it', async () => {
    const name = `Similar ${where}`;
    const bank = await at.account(name);
    const lines = [{ category: await at.category('Groceries'), amount: 350n, note: '' }];
    await at.enter({ kind: 'spent', account: bank, bookedOn: '2026-01-15', payee: 'Coffee', lines });
    const page = await at.open({ viewport }, at.ada);
    await choose(
      page,
      [file('similar.csv', csv('2026-01-15,Coffee Bar,-3.50', '2026-01-20,Tea,-2.00'))],
      `${name} (EUR)`,
    );
    await page.getByRole('button', { name: 'Import 1 row' }).waitFor();
    await page.getByLabel('It takes the place of that row').check();
    await page.getByRole('button', { name: 'Import 2 rows' }).waitFor();
    await page.getByLabel('Import it as a row of its own').check();
    expect(await page.getByLabel('It takes the place of that row').isChecked()).toBe(false);
    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await page.getByRole('heading', { name: 'Rows of the file' }).waitFor();
    expect(await rowsOf(bank.id)).toBe(3);
    await page.context().close();
  });

  it('of two halves of a move joins them, and the page of the move takes them apart and back', async () => {
    const [from, to] = [`From ${where}`, `To ${where}`];
    const { id } = await at.account(from);
    const other = await at.account(to);
    const page = await at.open({ viewport, javaScriptEnabled: false }, at.ada);
    const bring = async (account: string, row: string) => {
      await choose(page, [file('half.csv', csv(row))], `${account} (EUR)`);
      await page.getByRole('button', { name: 'Import 1 row' }).click();
      await page.getByRole('heading', { name: 'Rows of the file' }).waitFor();
    };
    const rows = async () => [await kindsOf(id), await kindsOf(other.id)];
    await bring(from, '2026-01-15,Savings,-40.00');
    await bring(to, '2026-01-16,Salary account,40.00');
    await page.getByRole('button', { name: 'Join to one move' }).click();
    await page.getByText(`Joined to one move: ${from} · ${to}.`).first().waitFor();
    expect(await rows()).toEqual([['moved'], ['moved']]);
    await page.getByRole('link', { name: /Salary account/ }).click();
    await page.getByRole('button', { name: 'Take apart' }).click();
    await page.getByText(`Took apart the move: ${from} · ${to}.`).first().waitFor();
    expect(await rows()).toEqual([['spent'], ['received']]);
    await page.getByRole('button', { name: /^Undo/ }).first().click();
    await page.getByText('Undone').first().waitFor();
    expect(await rows()).toEqual([['moved'], ['moved']]);
    await page.context().close();
  });

  it('begins with files that are dropped on the page', async () => {
    const name = `Dropped ${where}`;
    await at.account(name);
    const page = await at.open({ viewport }, at.ada);
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    await page.goto(`${at.origin}${at.path}/imports`);
    const text = csv(`2026-01-15,${name},-1.00`).toString();
    await page.evaluate(`(() => {
      const data = new DataTransfer();
      data.items.add(new File([${JSON.stringify(text)}], 'dropped.csv'));
      document.querySelector('main').dispatchEvent(new DragEvent('drop', { bubbles: true, dataTransfer: data }));
    })()`);
    await page.getByRole('heading', { name: 'Import dropped.csv' }).waitFor();
    expect(refused).toEqual([]);
    await page.context().close();
  });
});
