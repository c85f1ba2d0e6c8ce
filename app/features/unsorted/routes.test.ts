import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { type Household, household } from '../../testing/household.ts';
import { spentOn } from '../../testing/spent-entry.ts';
import { unescapeMarkup } from '../../testing/unescape-character-references.ts';

let home: Household;
let bank: Money;
let unsorted: string;
let food: string;

beforeEach(async () => {
  home = await household();
  bank = await home.account('Bank');
  [unsorted, food] = [await home.category('Not sorted yet'), await home.category('Groceries')];
});

const spend = (payee: string, amount = 100n, more = {}) =>
  home.enter(spentOn(bank, unsorted, amount, { payee, ...more }) as never);
const page = async (path = '/unsorted') => unescapeMarkup((await home.ada.get(`${home.path}${path}`)).body);
const idOf = async (name: string) => {
  const [row] = await home.rows<
    { id: string }[]
  >`select id from payee where book_id = ${home.book} and name = ${name}`;
  return row?.id ?? '';
};
const sort = async (payee: string, category: string) =>
  home.ada.post(`${home.path}/unsorted`, { key: randomUUID(), payee: await idOf(payee), category });
const categoriesOf = async (payee: string) => {
  const rows = await home.rows<{ name: string; by: string; version: number }[]>`
    select c.name, t.category_set_by as by, t.version
    from transaction t join payee w on w.id = t.payee_id join posting p on p.transaction_id = t.id
      join category c on c.id = p.category_id
    where w.name = ${payee} order by t.id, p.line`;
  return rows.map(({ name, version }) => `${name} ${version}`);
};

describe('what is not sorted yet', () => {
  it('stands by payee, those with most rows first, with sums', async () => {
    await spend('Kiosk', 250n);
    for (const amount of [100n, 300n]) await spend('Bakery', amount);
    await spend('', 5n);
    const body = await page();
    expect(body).toMatch(
      />Bakery<.*value="-4.00".*2 rows.*>Kiosk<.*value="-2.50".*1 row .*>Without a payee</s,
    );
    expect(body.match(/<form method="post" action="[^"]+\/unsorted/g)).toHaveLength(3);
    expect(await page('/transactions')).toContain('4 rows are not sorted yet');
  });

  it('is sorted by payee with one press, as one act that can be undone', async () => {
    for (const amount of [100n, 300n]) await spend('Bakery', amount);
    await spend('Kiosk');
    await home.enter(spentOn(bank, await home.category('Presents'), 5n, { payee: 'Bakery' }));
    const sorted = await sort('Bakery', food);
    expect(sorted.statusCode).toBe(303);
    expect(await categoriesOf('Bakery')).toEqual(['Groceries 2', 'Groceries 2', 'Presents 1']);
    expect(await categoriesOf('Kiosk')).toEqual(['Not sorted yet 1']);
    const next = (await home.ada.get(sorted.headers.location ?? '')).body;
    expect(unescapeMarkup(next)).toContain('Bakery → Groceries');
    const [, undo = ''] = /action="([^"]+\/undo)"/.exec(next) ?? [];
    await home.ada.post(undo, { key: randomUUID() });
    expect(await categoriesOf('Bakery')).toEqual(['Not sorted yet 3', 'Not sorted yet 3', 'Presents 1']);
    expect(await page('/transactions')).toContain('3 rows are not sorted yet');
  });

  it('is sorted without a payee too, and makes no rule there', async () => {
    for (const name of ['', '', 'Kiosk']) await spend(name);
    const send = (category: string) =>
      home.ada.post(`${home.path}/unsorted`, {
        key: randomUUID(),
        payee: 'none',
        category,
        intent: 'always',
      });
    const refused = await send('');
    expect(refused.statusCode).toBe(422);
    expect(unescapeMarkup(refused.body)).toContain('Choose one of your categories.');
    const sorted = await send(food);
    const next = unescapeMarkup((await home.ada.get(sorted.headers.location ?? '')).body);
    expect(next).toContain('2 rows sorted: Without a payee → Groceries.');
    expect(await page('/transactions')).toContain('1 row is not sorted yet');
    expect(await home.rows`select from rule where book_id = ${home.book}`).toHaveLength(0);
  });

  it('is sorted in all spellings of a payee, and only the part of a split that is not', async () => {
    await spend('Bakery');
    await spend('BAKERY 4711');
    await home.enter(
      spentOn(bank, food, 0n, {
        payee: 'Bakery',
        lines: [
          { category: await home.category('Presents'), amount: 200n, note: 'a' },
          { category: unsorted, amount: 300n, note: 'b' },
        ],
      }),
    );
    const merge = `${home.path}/payees/${await idOf('BAKERY 4711')}/merge`;
    await home.ada.post(merge, { key: randomUUID(), into: 'Bakery' });
    expect(await page()).toMatch(/>Bakery<.*3 rows/s);
    await sort('Bakery', food);
    expect(await categoriesOf('BAKERY 4711')).toEqual(['Groceries 2']);
    expect(await categoriesOf('Bakery')).toEqual(['Groceries 2', 'Presents 2', 'Groceries 2']);
  });

  it('proposes what the payee was sorted into last', async () => {
    await home.enter(spentOn(bank, food, 1n, { payee: 'Bakery', bookedOn: '2025-01-01' }));
    await spend('Bakery');
    expect(await page()).toContain(`<option value="${food}" selected>`);
  });

  it('takes a refund along', async () => {
    await spend('Bakery', 500n);
    await home.enter({
      ...{ kind: 'received', account: bank, payee: 'Bakery' },
      lines: [{ category: (await receivedUnsorted()) ?? '', amount: 200n, note: '' }],
    });
    await sort('Bakery', food);
    expect(await categoriesOf('Bakery')).toEqual(['Groceries 2', 'Groceries 2']);
    expect(await page(`/transactions?category=${food}`)).toContain('Groceries · Refund');
  });

  it.each([
    ['no category', () => ''],
    ['the one for what is not sorted', () => unsorted],
    ['a category that is not there', () => randomUUID()],
  ])('refuses %s', async (_what, category) => {
    await spend('Bakery');
    const refused = await sort('Bakery', category());
    expect(refused.statusCode).toBe(422);
    expect(unescapeMarkup(refused.body)).toContain('Choose a category for Bakery.');
    expect((await sort('Nobody', food)).statusCode).toBe(404);
  });

  it('is nothing when all is sorted', async () => {
    expect(await page()).toContain('All is sorted');
    expect(await page('/transactions')).not.toContain('not sorted yet');
  });
});

async function receivedUnsorted() {
  const [row] = await home.read(
    (sql) => sql<{ id: string }[]>`select id from category where role = 'unsorted' and kind = 'received'`,
  );
  return row?.id;
}
