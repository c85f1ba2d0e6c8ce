import { beforeAll, describe, expect, it } from 'vitest';
import type { Money } from './ledger/entry-to-postings.ts';
import { editTransaction } from './ledger/write-transaction.ts';
import { type Household, household } from './testing/household.ts';
import { importFile } from './testing/import-into-database.ts';
import { makeReceipt } from './testing/make-receipt.ts';
import { spentOn } from './testing/spent-entry.ts';
import type { SignedIn } from './testing/start-app.ts';
import { textOfPage } from './testing/text-of-main-element.ts';
import { unescapeMarkup } from './testing/unescape-character-references.ts';

/* Pages of a book for a viewer: everything readable, and no form that they could not send. */

let home: Household;
let vic: SignedIn;
let bank: Money;
let ids: Record<string, string>;

beforeAll(async () => {
  home = await household();
  vic = await home.signedIn('Vic');
  await home.admit(vic, 'viewer');
  await home.rows`update person set locale = 'en-GB' where id = ${vic.person}`;
  bank = await home.account('Bank');
  const transactionId = await spend();
  const [act] = await home.rows`select id from act where book_id = ${home.book} order by id desc limit 1`;
  const [payee] = await home.rows`select id from payee where book_id = ${home.book}`;
  const text = 'Date,Payee,Amount\n2025-11-15,Shop,-1.00';
  const importId = await home.write((sql) =>
    importFile(sql, { book: home.book, person: home.ada.person, account: bank, name: 'x.csv', text }),
  );
  const receiptId = await home.write((sql) =>
    makeReceipt(sql, { book: home.book, person: home.ada.person, transaction: transactionId }),
  );
  ids = {
    ...{ receiptId, year: '2025' },
    ...{ bookId: home.book, transactionId, accountId: bank.id, categoryId: await home.category('Groceries') },
    ...{ actId: act?.['id'], personId: vic.person, payeeId: payee?.['id'], ruleId: home.book, importId },
  };
});

async function spend() {
  return home.enter({
    kind: 'spent',
    account: { ...bank, state: 'pending', bankDay: '2025-11-20' },
    payee: 'Corner <Shop>',
    note: 'for Sunday',
    lines: [
      { category: await home.category('Groceries'), amount: 2000n, note: 'bread' },
      { category: await home.category('Pharmacy'), amount: 1500n, note: '' },
      { category: await home.category('Salary'), amount: -250n, note: 'paid back' },
    ],
  });
}

const read = async (id: string, query = '') => vic.get(`${home.path}/transactions/${id}${query}`);

it('no page of a book has a form for a viewer that writes to it, nor a field that cannot be used', async () => {
  const pages = new Set(
    home.routes
      .filter(({ method, url }) => [method].flat().includes('GET') && url.startsWith('/books/:bookId'))
      .map(({ url }) => url.replaceAll(/:(\w+)/g, (_all, name: string) => ids[name] ?? name)),
  );
  expect(pages.size).toBeGreaterThan(8);
  const seen: string[] = [];
  for (const url of pages) {
    const { statusCode, body } = await vic.get(url);
    if (statusCode === 200) seen.push(url);
    else expect.soft(statusCode, url).toBe(403);
    const writing = [...body.matchAll(/<form [^>]*method="post"[^>]*>/g)].filter(([tag]) =>
      tag.includes(home.path),
    );
    expect.soft([url, writing.map(([tag]) => tag)]).toEqual([url, []]);
    expect.soft(body, url).not.toMatch(/<[^>]* disabled[ >=]/);
  }
  expect(seen).toContain(`${home.path}/transactions/${ids['transactionId']}`);
});

describe('a transaction to a viewer', () => {
  it('is all that there is to read of it', async () => {
    const { statusCode, body } = await read(ids['transactionId'] ?? '');
    expect(statusCode).toBe(200);
    expect(body).toContain('<h1>Corner &#60;Shop&#62;</h1>');
    const text = textOfPage(body);
    expect(text).toMatch(/Spent · Friday, 21 November 2025 Pending −€32\.50/);
    expect(text).toContain('Bank Pending · at the bank on 20 Nov 2025 −€32.50');
    expect(text).toContain('Categories Groceries bread −€20.00 Pharmacy −€15.00 Salary paid back +€2.50');
    expect(text).toMatch(/Paid to Corner <Shop> Note for Sunday Added \d+ \w+ .*, Ada/);
  });

  it('has what the bank wrote, once it is called otherwise', async () => {
    const [row] = await home.rows<{ id: string }[]>`
      select transaction_id as id from import_row where book_id = ${home.book}`;
    expect(textOfPage((await read(row?.id ?? '')).body)).not.toContain('The bank wrote');
    await home.rows`update payee set name = 'Renamed' where book_id = ${home.book} and name = 'Shop'`;
    expect(textOfPage((await read(row?.id ?? '')).body)).toContain('Renamed The bank wrote Shop');
  });

  it('leads back to the list that it was opened from', async () => {
    const { body } = await read(ids['transactionId'] ?? '', '?return=kind%3Dspent');
    expect(unescapeMarkup(body)).toContain(`href="${home.path}/transactions?kind=spent"`);
  });

  it('of two currencies says what left and what came, and nothing of the exchange', async () => {
    const dollars = await home.account('Dollars', { currency: 'USD' });
    const fee = { category: await home.category('Groceries'), amount: 100n, note: '' };
    const move = { kind: 'moved', from: bank, to: dollars, amount: 10_000n, arrives: 11_000n } as const;
    const text = textOfPage((await read(await home.enter({ ...move, fees: [fee] }))).body);
    expect(text).toContain('Accounts Bank Cleared −€100.00 Dollars Cleared +US$110.00');
    expect(text).toContain('Category Groceries −€1.00');
    expect(text).not.toContain('xchange');
  });

  it('that was changed tells by whom, and one that is not there is told to be none', async () => {
    const id = await spend();
    const food = await home.category('Groceries');
    await home.write((sql) => editTransaction(sql, home.book, id, 1, spentOn(bank, food, 5n)));
    expect(textOfPage((await read(id)).body)).toMatch(/Last changed .*, Ada/);
    for (const other of ['00000000-0000-7000-8000-000000000000', 'nonsense'])
      expect((await read(other)).statusCode).toBe(404);
  });

  it('is an opening balance, too', async () => {
    await home.account('Card', { opening: -42_000n });
    const [row] = await home.read(
      (sql) => sql<{ id: string }[]>`select id from transaction where kind = 'opening'`,
    );
    const text = textOfPage((await read(row?.id ?? '')).body);
    expect(text).toContain('Account Card Cleared −€420.00');
    expect(text).not.toContain('Categor');
  });
});
