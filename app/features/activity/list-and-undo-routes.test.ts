import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { acted } from '../../ledger/begin-and-list-acts.ts';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { addTransaction, editTransaction } from '../../ledger/write-transaction.ts';
import { type Household, household } from '../../testing/household.ts';
import { spentOn } from '../../testing/spent-entry.ts';
import { unescapeMarkup } from '../../testing/unescape-character-references.ts';

let home: Household;
let bank: Money;
let food: string;

beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank');
  food = await home.category('Groceries');
});

const spent = (amount: bigint, payee: string) => spentOn(bank, food, amount, { payee });
const enter = async (payee: string) =>
  (await home.write(acted((sql) => addTransaction(sql, home.book, home.ada.person, spent(100n, payee))))) ??
  '';
const undoPath = (act: string) => `${home.path}/activity/${act}/undo`;

describe('the activity of a book', () => {
  it('tells who did what, newest first, and undoes it', async () => {
    const act = await enter('Night <Bakery>');
    const page = (await home.ada.get(`${home.path}/activity`)).body;
    expect(page).toContain('Added: Night &#60;Bakery&#62;');
    expect(page).toContain(`action="${undoPath(act)}"`);
    expect(page.indexOf('Night')).toBeLessThan(page.indexOf('Opened the account: Bank'));
    const undone = await home.ada.post(undoPath(act), { key: randomUUID() });
    expect(undone.statusCode).toBe(303);
    const after = (await home.ada.get(undone.headers.location ?? '')).body;
    expect(after).toContain('Undid: added “Night &#60;Bakery&#62;”');
    expect(after).toContain('<span>Undone: added “Night &#60;Bakery&#62;”, €1.00.</span>');
    expect(after).toContain('<span class="badge">Undone</span>');
    expect(after).not.toContain(`action="${undoPath(act)}"`);
    expect((await home.ada.post(undoPath(act), { key: randomUUID() })).statusCode).toBe(404);
  });

  it('tells of links to join by, which are taken back where members are', async () => {
    const settings = `${home.path}/settings`;
    await home.ada.post(`${settings}/invitations`, { key: randomUUID(), role: 'viewer' });
    const [link] = await home.rows`select id from invitation where book_id = ${home.book}`;
    const path = `${settings}/invitations/${link?.['id']}/withdraw`;
    const { headers } = await home.ada.post(path, { key: randomUUID() });
    const said = (await home.ada.get(String(headers.location))).body;
    expect(said).toContain('<div class="notice" role="status"><span>Saved.</span></div>');
    const { body } = await home.ada.get(`${home.path}/activity`);
    for (const words of ['Made a link to join by', 'Took a link back']) {
      const row = body.slice(body.indexOf(`<b>${words}</b>`));
      expect(row.slice(0, row.indexOf('</li>'))).toMatch(/^<b>(?:(?!Undo).)+$/s);
    }
  });

  it('calls a row without a payee by what is on its lines', async () => {
    const purse = await home.account('Purse');
    await home.enter({ kind: 'moved', from: bank, to: purse, amount: 5n, arrives: 5n });
    expect((await home.ada.get(`${home.path}/activity`)).body).toContain('<b>Added: Bank · Purse</b>');
  });

  describe('an undo', () => {
    /** Posts a form, undoes it and redoes it; returns the page's notice after each of the two. */
    const said = async (path: string, fields: Record<string, string>) => {
      let { location = '' } = (await home.ada.post(path, { key: randomUUID(), ...fields })).headers;
      const sentences = [];
      for (const _time of ['undone', 'done again']) {
        const [, undo = ''] = /action="([^"]+\/undo)"/.exec((await home.ada.get(location)).body) ?? [];
        location = (await home.ada.post(undo, { key: randomUUID() })).headers.location ?? '';
        const { body } = await home.ada.get(location);
        sentences.push(unescapeMarkup(/role="status"><span>(.*?)<\/span>/.exec(body)?.[1] ?? ''));
      }
      return sentences;
    };
    const bothWays = (what: string) => [`Undone: ${what}.`, `Done again: ${what}.`];
    const row = (payee: string) => home.enter({ ...spent(1250n, payee), kind: 'spent' });

    it('says what it undid, of a transaction with how much it was', async () => {
      const id = await row('Bakery');
      const path = `${home.path}/transactions`;
      const form = { kind: 'spent', bookedOn: '2025-05-05', account: bank.id, category: food, note: '' };
      const typed = { ...form, payee: 'Bakery', amount: '20', version: '1' };
      expect(await said(`${path}/${id}`, typed)).toEqual([
        'Undone: changed “Bakery”, €12.50.',
        'Done again: changed “Bakery”, €20.00.',
      ]);
      const [{ version = 0 } = {}] = await home.rows`select version from transaction where id = ${id}`;
      expect(await said(`${path}/${id}/delete`, { version: `${version}` })).toEqual(
        bothWays('deleted “Bakery”, €20.00'),
      );
      expect(await said(path, { ...form, payee: '', amount: '5' })).toEqual(
        bothWays('added “Bank · Groceries”, €5.00'),
      );
      const purse = await home.account('A purse');
      const move = { kind: 'moved', from: bank.id, to: purse.id, bookedOn: '2025-05-05', note: '' };
      expect(await said(path, { ...move, payee: 'To the purse', amount: '7' })).toEqual(
        bothWays('added “To the purse”, €7.00'),
      );
    });

    it('says what it undid of accounts, categories and the book', async () => {
      const { path } = home;
      const account = {
        kind: 'bank',
        currency: 'EUR',
        openedOn: '2025-01-01',
        opening: '',
        direction: 'have',
      };
      expect(await said(`${path}/accounts`, { ...account, name: 'Empty' })).toEqual(
        bothWays('opened the account “Empty”'),
      );
      expect(await said(`${path}/accounts/${bank.id}`, { name: 'Old bank' })).toEqual(
        bothWays('changed the account “Old bank”'),
      );
      expect(await said(`${path}/categories`, { name: 'Pets', kind: 'spent', parent: '' })).toEqual(
        bothWays('added the category “Pets”'),
      );
      expect(await said(`${path}/settings`, { name: 'Ours' })).toEqual(bothWays('changed the book “Ours”'));
    });

    it('is called so in the activity', async () => {
      const act = await enter('Twice');
      const undone = await home.ada.post(undoPath(act), { key: randomUUID() });
      const undo = /act=([\w-]+)/.exec(undone.headers.location ?? '')?.[1] ?? '';
      await home.ada.post(undoPath(undo), { key: randomUUID() });
      const { body } = await home.ada.get(`${home.path}/activity`);
      expect(body).toContain('<b>Undid: added “Twice”</b>');
      expect(body).toContain('<b>Did again: added “Twice”</b>');
    });
  });

  it('says which rows an undo has left, and why', async () => {
    const act = await enter('Edited since');
    const [row] = await home.read(
      (sql) => sql<{ id: string }[]>`select id from transaction where payee = 'Edited since'`,
    );
    await home.write((sql) => editTransaction(sql, home.book, row?.id ?? '', 1, spent(5n, 'Edited since')));
    const undone = await home.ada.post(undoPath(act), { key: randomUUID() });
    expect(undone.statusCode).toBe(409);
    expect(undone.body).toContain('Nothing was undone.');
    expect(undone.body).toContain('<b>Edited since</b><small>It was edited since.</small>');
  });

  it('leads from page to page', async () => {
    const own = await household();
    const purse = await own.account('Purse');
    const groceries = await own.category('Groceries');
    const lines = [{ category: groceries, amount: 100n, note: '' }];
    for (let n = 0; n < 55; n++) await own.enter({ kind: 'spent', account: purse, payee: `No ${n}.`, lines });
    const first = (await own.ada.get(`${own.path}/activity`)).body;
    expect(first).toContain('No 54.');
    expect(first).not.toContain('No 4.');
    const older = /href="([^"]+before[^"]+)"/.exec(first)?.[1] ?? '';
    expect((await own.ada.get(unescapeMarkup(older))).body).toContain('No 4.');
  });

  it('says at its end that changes of before there were acts are not listed', async () => {
    const own = await household();
    const words = 'This book was changed before activity was kept.';
    expect((await own.ada.get(`${own.path}/activity`)).body).not.toContain(words);
    await own.rows.begin(async (sql) => {
      await sql`set local session_replication_role = replica`; // no act, as the old release wrote it
      await sql`
        insert into audit (book_id, person_id, action, subject, subject_id, after)
        values (${own.book}, ${own.ada.person}, 'add', 'account', gen_random_uuid(), '{"name": "Old"}')`;
    });
    expect((await own.ada.get(`${own.path}/activity`)).body).toContain(words);
    const purse = await own.account('Purse');
    const groceries = await own.category('Groceries');
    expect((await own.ada.get(`${own.path}/activity`)).body).toContain(words);
    for (let n = 0; n < 55; n++) await own.enter(spentOn(purse, groceries, 1n));
    const first = (await own.ada.get(`${own.path}/activity`)).body;
    expect(first).not.toContain(words);
    const older = /href="([^"]+before[^"]+)"/.exec(first)?.[1] ?? '';
    expect((await own.ada.get(unescapeMarkup(older))).body).toContain(words);
  });

  it('is seen by a viewer, who undoes nothing', async () => {
    const vic = await home.signedIn('Vic');
    await home.admit(vic, 'viewer');
    const act = await enter('Not for Vic');
    const page = (await vic.get(`${home.path}/activity`)).body;
    expect(page).toContain('Added: Not for Vic');
    expect(page).not.toContain('<button class="small secondary">Undo');
    expect((await vic.post(undoPath(act), { key: randomUUID() })).statusCode).toBe(403);
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/.//evil.example',
    '/settings',
    'nonsense',
  ])('does not go back to %s', async (back) => {
    const undone = await home.ada.post(undoPath(await enter('Led')), { key: randomUUID(), back });
    expect(undone.headers.location).toMatch(`${home.path}/activity?act=`);
  });

  it('tells nothing of an act of another book in the address of a page', async () => {
    const eve = await home.signedIn('Eve');
    const act = await enter('Private matter');
    expect((await eve.get(`/books/${eve.book}?act=${act}`)).body).not.toContain('Private matter');
    expect((await eve.get(`/books/${eve.book}?act=nonsense`)).statusCode).toBe(200);
  });
});
