import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { putFileJob } from '../imports/request-and-cancel-worker-jobs.ts';
import { beginAct } from '../ledger/begin-and-list-acts.ts';
import { applyToRows } from '../ledger/rules/apply-to-book.ts';
import { rulesOf } from '../ledger/rules/rules-of-book.ts';
import { connectAsWorker } from '../testing/connect-as-worker.ts';
import { household } from '../testing/household.ts';
import { spentOn } from '../testing/spent-entry.ts';

it('a job about a file may split a row that is there, as a rule says', async () => {
  const home = await household();
  const bank = await home.account('Bank');
  const [unsorted, food, other] = await Promise.all(
    ['Not sorted yet', 'Groceries', 'Clothes'].map(home.category),
  );
  const row = await home.enter(spentOn(bank, unsorted ?? '', 1000n, { payee: 'Shop' }));
  await home.rows`update transaction set category_set_by = 'import' where id = ${row}`; // as an import leaves it
  const parts = [food, other].map((category) => ({ category, share: 1 }));
  await home.rows`
    insert into rule (book_id, position, match, conditions, actions)
    values (${home.book}, 1, 'all', '[{"field": "payee", "how": "is", "text": "Shop"}]',
      ${home.rows.json([{ set: 'split', by: 'shares', parts }])})`;
  const files = [{ name: 'bank.csv', bytes: 'Date,Payee,Amount\n2026-01-15,Kiosk,-3.50' }];
  const sent = await home.ada.upload(`${home.path}/imports`, { key: randomUUID(), account: bank.id }, files);
  await home.write((sql) => putFileJob(sql, 'import-file', String(sent.headers.location).slice(-36)));

  const worker = connectAsWorker(home);
  await worker.begin(async (sql) => {
    const [job] = await sql`select * from worker.take_job('{import-file}')`;
    const [open] = await sql`select * from worker.open_file_job(${job?.['id']}, ${job?.['attempt']})`;
    expect(open?.['book']).toBe(home.book);
    await beginAct(sql, home.book, 'import', 'bank.csv');
    await applyToRows(sql, home.book, await rulesOf(sql, home.book), [row]);
  });
  const lines = await home.rows`
    select amount_minor::int as amount from posting where transaction_id = ${row} order by line`;
  expect(lines.map(({ amount }) => amount)).toEqual([-1000, 500, 500]);
});
