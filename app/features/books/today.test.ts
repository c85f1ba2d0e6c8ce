import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { dayText } from '../../day-field-text.ts';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { type Household, household } from '../../testing/household.ts';
import { todayIn } from '../../time-zones.ts';

/* Kiritimati is always at a later day than Pago Pago: their clocks are 25 hours apart. */
const early = 'Pacific/Kiritimati';
const late = 'Pacific/Pago_Pago';

let home: Household;
let bank: Money;
let row: string;
beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank', { opening: 10_000n });
  await home.account('Zero');
  const lines = [{ category: await home.category('Groceries'), amount: 1_000n, note: '' }];
  row = await home.enter({
    kind: 'spent',
    account: bank,
    bookedOn: todayIn(early),
    payee: 'Island Shop',
    lines,
  });
});

async function zones(book: string, person: string) {
  await home.rows`update book set zone = ${book} where id = ${home.book}`;
  await home.rows`update person set time_zone = ${person} where id = ${home.ada.person}`;
}

describe.each([
  [early, late],
  [late, early],
])('in a book in %s, for somebody in %s', (book, person) => {
  const isEarly = book === early;
  beforeAll(() => zones(book, person));

  it('the overview has the day of the book', async () => {
    const { body } = await home.ada.get(home.path);
    expect(body.includes('Island Shop')).toBe(isEarly);
    const worth = body.slice(body.indexOf('Net worth'), body.indexOf('since'));
    expect(worth).toContain(isEarly ? '€90.00' : '€100.00');
  });

  it('balances have the day of the book', async () => {
    const { body } = await home.ada.get(`${home.path}/accounts`);
    expect(body.includes('€90.00')).toBe(isEarly);
  });

  it('a new row and a new account are of the day of the book', async () => {
    const day = dayText(todayIn(book), { locale: 'en', dateFormat: 'locale' });
    for (const path of ['/transactions/new', '/accounts/new']) {
      expect((await home.ada.get(home.path + path)).body).toContain(`value="${day}"`);
    }
  });

  it('the list has the day of the book', async () => {
    const { body } = await home.ada.get(`${home.path}/transactions`);
    expect(body).toContain('Island Shop');
    expect(body.includes('Dated ahead')).toBe(!isEarly);
  });

  it('times are those of the book', async () => {
    const noon = '2998-06-01T12:00:00Z';
    const written = { day: isEarly ? 'Jun 2, 2998' : 'Jun 1, 2998', time: isEarly ? '2:00' : '1:00' };
    await home.rows`update act set at = ${noon} where book_id = ${home.book}`;
    expect((await home.ada.get(`${home.path}/activity`)).body).toContain(`${written.day}, ${written.time}`);

    await home.ada.post(`${home.path}/settings/invitations`, { key: randomUUID(), role: 'viewer' });
    await home.rows`update invitation set expires_at = ${noon} where book_id = ${home.book}`;
    expect((await home.ada.get(`${home.path}/settings`)).body).toContain(`Until ${written.day}`);

    await home.rows`
      insert into audit (book_id, person_id, action, subject, subject_id, before, after, happened_at)
      values (${home.book}, ${home.ada.person}, 'edit', 'transaction', ${row}, '{}', '{}', ${noon})`;
    const deletion = { key: randomUUID(), version: '7' };
    const conflict = await home.ada.post(`${home.path}/transactions/${row}/delete`, deletion);
    expect(conflict.statusCode).toBe(409);
    expect(conflict.body).toContain(`At ${written.time}`);
  });

  it('an account is closed on the day of the book', async () => {
    const { id } = await home.account(`Old ${book}`);
    await home.ada.post(`${home.path}/accounts/${id}/close`, { key: randomUUID() });
    const [row] = await home.rows`select closed_on::text as day from account where id = ${id}`;
    expect(row?.['day']).toBe(todayIn(book));
  });
});

it('a day that begins is seen at once, though nothing was written', async () => {
  await zones(late, 'UTC');
  expect((await home.ada.get(home.path)).body).not.toContain('Island Shop');
  await zones(early, 'UTC');
  const { body } = await home.ada.get(home.path);
  expect(body).toContain('Island Shop');
  expect(body.slice(0, body.indexOf('since'))).toContain('€90.00');
});
