import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { runImport } from '../../imports/run-import.ts';
import { addRule } from '../../ledger/rules/write-rules.ts';
import { findForm } from '../../testing/form-fields-by-action.ts';
import { household } from '../../testing/household.ts';
import { importOf } from '../../testing/parsed-statement-and-import-request.ts';
import { textOfPage } from '../../testing/text-of-main-element.ts';

it('the press after one that changed as many rows as it may goes on with older rows', async () => {
  const home = await household();
  const bank = await home.account('Bank', { openedOn: '2019-01-01' });
  const [unsorted, food] = [await home.category('Not sorted yet'), await home.category('Groceries')];
  const day = (row: number) => `2019-01-${String(31 - Math.floor(row / 400)).padStart(2, '0')}`;
  const rows = Array.from({ length: 10_001 }, (_, row) => `${day(row)} -1.00 Shop`);
  await home.write((sql) => runImport(sql, home.book, home.ada.person, importOf(bank.id, rows)));
  await home.write((sql) =>
    addRule(
      sql,
      home.book,
      {
        match: 'all',
        conditions: [{ field: 'payee', how: 'is', text: 'Shop' }],
        actions: [{ set: 'category', category: food }],
      },
      'Shop',
    ),
  );
  await home.rows`analyze`;
  const left = async () => {
    const [count] = await home.rows`select count(*)::int as n from posting where category_id = ${unsorted}`;
    return count?.['n'];
  };
  const action = `${home.path}/rules/apply`;
  const press = async (address: string) => {
    const { body } = await home.ada.get(address);
    const { headers } = await home.ada.post(action, findForm(body, action) ?? {});
    return { text: textOfPage(body), to: String(headers.location) };
  };
  const undo = async (address: string) => {
    const [, to = ''] = /action="([^"]+\/undo)"/.exec((await home.ada.get(address)).body) ?? [];
    await home.ada.post(to, { key: randomUUID() });
  };

  const first = await press(action);
  expect(first.text).toContain('One press changes at most 10,000 rows, as one act. Rows of Jan 7, 2019');
  expect(await left()).toBe(1);
  expect(first.to).toMatch(/\/rules\/apply\?rule=&after=2019-01-07_[\da-f-]{36}&act=/);
  const second = await press(first.to);
  expect(second.text).toContain('1 old row would change.');
  expect(second.to).toContain(`${home.path}/rules?act=`);
  expect(await left()).toBe(0);
  await undo(second.to);
  await undo(first.to);
  expect(await left()).toBe(10_001);
});
