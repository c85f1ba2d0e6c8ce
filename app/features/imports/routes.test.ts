import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { findForm } from '../../testing/form-fields-by-action.ts';
import { type Household, household } from '../../testing/household.ts';
import type { SignedIn } from '../../testing/start-app.ts';
import { textOfPage } from '../../testing/text-of-main-element.ts';

let home: Household;
beforeAll(async () => {
  home = await household({ logLevel: 'error' });
  await home.rows`update person set locale = 'en-GB'`;
});

const csv = (...rows: string[]) => ['Date,Payee,Amount', ...rows].join('\n');
const coffee = csv('2026-01-15,Coffee Bar,-3.50', '2026-01-15,Coffee Bar,-3.50', '2026-01-16,Salary,100.00');

/** Uploads files; resolves to the path of the page that they lead to. */
async function upload(
  files: Record<string, string>,
  account = '',
  who: SignedIn = home.ada,
  path = home.path,
) {
  const list = Object.entries(files).map(([name, bytes]) => ({ name, bytes }));
  const response = await who.upload(`${path}/imports`, { key: randomUUID(), account }, list);
  return String(response.headers.location ?? response.statusCode);
}

/** Opens a page, with the fields that its form sends. */
async function open(path: string) {
  const { body, statusCode } = await home.ada.get(path);
  expect(statusCode).toBe(200);
  return { body, text: textOfPage(body), form: findForm(body, path.split('?')[0] ?? '') ?? {} };
}

/** Sends the form of a page as it is, with some fields changed; resolves to the path that it leads to. */
async function press(path: string, intent: string, more: Record<string, string | string[]> = {}) {
  const { form } = await open(path);
  const { headers, statusCode } = await home.ada.post(path, { ...form, intent, ...more });
  expect(statusCode).toBe(303);
  return String(headers.location);
}

const postings = (id: string) =>
  home.rows`select amount_minor from posting where account_id = ${id} order by booked_on, transaction_id`;

describe('a file', () => {
  it('is looked at, imported, known the next time, and undone', async () => {
    const bank = await home.account('Coffee account');
    const path = await upload({ 'coffee.csv': coffee }, bank.id);
    const { text, body } = await open(path);
    expect(text).toContain('3 rows go in: +€93.00');
    expect(text).toContain('15 Jan 2026 – 16 Jan 2026');
    expect(text).toContain('Import 3 rows');
    expect(body.match(/<span class="badge new">New<\/span>/g)).toHaveLength(3);
    expect(await postings(bank.id)).toHaveLength(0);

    const done = await press(path, 'import');
    expect(done).toBe(path);
    expect(await postings(bank.id)).toHaveLength(3);
    const page = await open(path);
    expect(page.text).toMatch(
      /coffee\.csv Imported .*, Ada Coffee account 3 rows · 15 Jan 2026 – 16 Jan 2026 \+€93\.00/,
    );

    const again = await upload({ 'coffee.csv': coffee }, bank.id);
    const known = await open(again);
    expect(known.text).toContain('This very file was imported already');
    expect(known.text).toContain('3 already here');
    expect(known.text).toContain('Import nothing');
    await press(again, 'import');
    expect(await postings(bank.id)).toHaveLength(3);

    const [, undo = ''] = /action="([^"]+\/undo)"/.exec(page.body) ?? [];
    const undone = await home.ada.post(undo, { key: randomUUID(), back: path });
    expect(String(undone.headers.location)).toContain(path);
    expect(await postings(bank.id)).toHaveLength(0);
    expect((await open(path)).text).toContain('Undone');
    expect((await open(again)).text).toContain('Import 3 rows');
    const redo = /action="([^"]+\/undo)"/.exec((await open(path)).body)?.[1] ?? '';
    await home.ada.post(redo, { key: randomUUID(), back: path });
    expect(await postings(bank.id)).toHaveLength(3);
  });

  it('that is sent twice, or from two tabs, goes in once', async () => {
    const bank = await home.account('Twice');
    const path = await upload({ 'twice.csv': csv('2026-01-15,Once,-1.00') }, bank.id);
    expect(await upload({ 'twice.csv': csv('2026-01-15,Once,-1.00') }, bank.id)).toBe(path);
    const { form } = await open(path);
    const both = await Promise.all([1, 2].map(() => home.ada.post(path, { ...form, intent: 'import' })));
    expect(both.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
    expect(await postings(bank.id)).toHaveLength(1);
    expect((await home.ada.post(path, { ...form, intent: 'import' })).headers.location).toBe(path);
  });

  it('is asked about, with what it says under each choice', async () => {
    const bank = await home.account('Asked');
    const path = await upload(
      { 'asked.csv': csv('03/04/2026,Shop,-1.00', '04/05/2026,Shop,-2.00') },
      bank.id,
    );
    const { text, body } = await open(path);
    expect(text).toContain('In which order do the dates stand?');
    expect(text).toContain('Day, month, year: 3 Apr 2026');
    expect(body).not.toContain('value="import"');
    expect(await press(path, 'read', { dateOrder: '"DMY"' })).toBe(path);
    expect((await open(path)).text).toContain('3 Apr 2026 – 4 May 2026');
    await press(path, 'import');
    const days =
      await home.rows`select booked_on as day from posting where account_id = ${bank.id} order by 1`;
    expect(days.map(({ day }) => day)).toEqual(['2026-04-03', '2026-05-04']);
    const next = await upload({ 'next.csv': csv('05/06/2026,Shop,-3.00') }, bank.id);
    expect((await open(next)).text).toContain('5 Jun 2026 – 5 Jun 2026'); // remembered
  });

  it('is read again first, when the page that imports it was changed', async () => {
    const bank = await home.account('Changed');
    const path = await upload(
      { 'changed.csv': csv('31/12/2025,Shop,1.00', '12/31/2025,Other,2.00') },
      bank.id,
    );
    const other = await upload({ 'flip.csv': csv('2026-01-13,Shop,1.00') }, bank.id);
    expect(await press(other, 'import', { flip: 'true' })).toBe(`${other}?again=1`);
    expect(await postings(bank.id)).toHaveLength(0);
    const { text } = await open(`${other}?again=1`);
    expect(text).toContain('It was read again.');
    expect(text).toContain('1 row goes in: −€1.00');
    await press(other, 'import');
    expect(await postings(bank.id)).toEqual([{ amount_minor: -100n }]);
    expect((await open(path)).text).toContain('Line 2, column Date: Not all dates can be read');
  });

  it('brings a row that looks similar only when it is ticked', async () => {
    const bank = await home.account('Similar');
    const lines = [{ category: await home.category('Groceries'), amount: 350n, note: '' }];
    await home.enter({ kind: 'spent', account: bank, bookedOn: '2026-01-15', payee: 'Coffee', lines });
    const path = await upload(
      { 'similar.csv': csv('2026-01-15,Coffee Bar,-3.50', '2026-01-20,Tea,-2.00') },
      bank.id,
    );
    const { text } = await open(path);
    expect(text).toContain('1 row needs you');
    expect(text).toContain('Looks like Coffee, 15 Jan 2026, which was typed by hand.');
    expect(text).toContain('Import 1 row');
    const count = await home.ada.post(`${path}/count`, { ...(await open(path)).form, row: '0.0.add' });
    expect(count.json()).toEqual({ said: { rows: 'Import 2 rows' }, days: {} });
    await press(path, 'import', { row: '0.0.add' });
    expect(await postings(bank.id)).toHaveLength(3);
  });

  it('of which more rows look similar than a page shows brings all of them, or none, by one choice', async () => {
    const bank = await home.account('Many similar');
    const day = (row: number) => `2026-02-${String(1 + (row % 28)).padStart(2, '0')}`;
    const rows = Array.from({ length: 320 }, (_, row) => `${day(row)},Shop ${row},-${row + 1}.00`);
    await press(await upload({ 'old.csv': csv(...rows) }, bank.id), 'import');
    const renamed = rows.map((row) => row.replace('Shop', 'Card at shop'));
    const other = ['Date,Description,Amount', ...renamed].join('\n');
    const bring = () => upload({ 'other.csv': other }, bank.id);

    const path = await bring();
    const before = await open(path);
    expect(before.text).toContain('20 more rows like these are not shown.');
    expect(before.text).toContain('Import nothing');
    const boxes = [...before.body.matchAll(/name="row" value="([^"]+)"/g)].map(([, value = '']) => value);
    const ticked = await home.ada.post(`${path}/count`, { ...before.form, row: boxes });
    expect(ticked.json()).toMatchObject({ said: { rows: 'Import 300 rows' } });

    expect(await press(path, 'similar-add', { row: '0.0.add' })).toBe(path);
    const all = await open(path);
    expect(all.text).toContain('Import 320 rows');
    expect(all.body).not.toContain('name="row"');
    await press(path, 'similar-skip');
    expect((await open(path)).text).toContain('Import nothing');
    await press(path, 'similar-replace');
    expect((await open(path)).text).toContain('Import 320 rows');
    await press(path, 'import');
    expect(await postings(bank.id)).toHaveLength(320);
    expect((await open(await bring())).text).toContain('320 already here');

    const others = await upload({ 'others.csv': other.replaceAll('Card', 'Paid') }, bank.id);
    await press(others, 'similar-add');
    await press(others, 'import');
    expect(await postings(bank.id)).toHaveLength(640);
  });

  it('into another account has no choice for all similar rows any more', async () => {
    const [bank, other] = [await home.account('Few similar'), await home.account('More similar')];
    const rows = ['2026-01-15,Shop,-1.00', '2026-01-16,Kiosk,-2.00'];
    for (const { id } of [bank, other]) await press(await upload({ 'old.csv': csv(...rows) }, id), 'import');
    const again = csv(...rows.map((row) => row.replace(',', ',Card at ')));
    const path = await upload({ 'again.csv': again }, bank.id);
    await press(path, 'similar-add');
    expect((await open(path)).text).toContain('Import 2 rows');
    await press(path, 'read', { to: other.id });
    expect((await open(path)).text).toContain('Import nothing');
  });

  it('says which line keeps it out', async () => {
    const bank = await home.account('Refused');
    const path = await upload({ 'bad.csv': csv('2026-01-15,Shop,-1.00', '2026-01-16,Shop,lots') }, bank.id);
    const { text, body } = await open(path);
    expect(text).toContain('This keeps the file out: Line 3, column Amount: This is no amount in EUR.');
    expect(body).not.toContain('value="import"');
    const { form } = await open(path);
    await home.ada.post(path, { ...form, intent: 'import' });
    expect(await postings(bank.id)).toHaveLength(0);
  });

  it('compares its balance with ours', async () => {
    const bank = await home.account('Balanced', { opening: 1000n });
    const header = 'Date,Payee,Amount,Balance';
    const good = await upload(
      { 'good.csv': `${header}\n2026-01-15,Shop,-1.00,9.00\n2026-01-16,Shop,-2.00,7.00` },
      bank.id,
    );
    expect((await open(good)).text).toContain('The file ends with €7.00, and so does the account here.');
    const bad = await upload(
      { 'bad.csv': `${header}\n2026-01-15,Shop,-1.00,90.00\n2026-01-16,Shop,-2.00,88.00` },
      bank.id,
    );
    expect((await open(bad)).text).toContain('The account would have €7.00 here then: €81.00 differ.');
  });

  it('takes the currency of the account that it goes to', async () => {
    const yen = await home.account('Yen', { currency: 'JPY' });
    const path = await upload({ 'yen.csv': csv('2026-01-15,Shop,-350') }, yen.id);
    expect((await open(path)).text).toContain('1 row goes in: −JP¥350');
  });

  it('proposes the two halves of a move as one, and joins them with one press', async () => {
    const [bank, savings] = [
      await home.account('Everyday'),
      await home.account('Saved', { kind: 'savings' }),
    ];
    const out = await upload(
      { 'out.csv': csv('2026-03-01,To savings,-77.00', '2026-03-05,Shop,-1.00') },
      bank.id,
    );
    await press(out, 'import');
    const into = await upload({ 'in.csv': csv('2026-03-02,From everyday,77.00') }, savings.id);
    await press(into, 'import');
    const { text, body } = await open(into);
    expect(text).toContain('Everyday to Saved');
    const form = findForm(body, `${into}/moves`) ?? {};
    const joined = await home.ada.post(`${into}/moves`, form);
    expect(joined.headers.location).toContain(`${into}?act=`);
    expect((await open(into)).text).not.toContain('Everyday to Saved');
    const kinds = await home.rows`
      select distinct t.kind from transaction t join posting p on p.transaction_id = t.id where p.account_id = ${savings.id}`;
    expect(kinds).toEqual([{ kind: 'moved' }]);
    expect((await home.ada.post(`${into}/moves`, { ...form, key: randomUUID() })).statusCode).toBe(409);
  });

  it('with several accounts goes into each, and knows them the next time', async () => {
    const [euros, dollars] = [await home.account('E'), await home.account('D', { currency: 'USD' })];
    const ofx = (day: string) =>
      `OFXHEADER:100\n\n<OFX>${[
        ['BANK-1', 'EUR', '-1.00'],
        ['CARD-1', 'USD', '-2.00'],
      ]
        .map(
          ([id, currency, amount]) =>
            `<STMTRS><CURDEF>${currency}<BANKACCTFROM><ACCTID>${id}</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>${day}<TRNAMT>${amount}<FITID>${id}${day}<NAME>Shop</STMTTRN></BANKTRANLIST></STMTRS>`,
        )
        .join('')}</OFX>`;
    const path = await upload({ 'two.ofx': ofx('20260115') });
    const { text } = await open(path);
    expect(text).toContain('BANK-1 goes into');
    expect(text).toContain('CARD-1 goes into');
    expect(await press(path, 'read', { to: [euros.id, dollars.id] })).toBe(path);
    expect((await open(path)).text).toContain('Import 2 rows');
    await press(path, 'import');
    expect([await postings(euros.id), await postings(dollars.id)]).toEqual([
      [{ amount_minor: -100n }],
      [{ amount_minor: -200n }],
    ]);
    expect((await open(await upload({ 'next.ofx': ofx('20260116') }))).text).toContain('Import 2 rows');
  });
});

describe('a file of one of several accounts at a bank', () => {
  const ofx = (id: string, day: string) =>
    `OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>${id}</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>${day}<TRNAMT>-1.00<FITID>${id}${day}<NAME>Shop</STMTTRN></BANKTRANLIST></STMTRS></OFX>`;
  const ofAccount = (id: string, ...rows: string[]) =>
    ['Date,Payee,Amount,Account', ...rows.map((row) => `${row},${id}`)].join('\n');
  const twoAccounts = async () => {
    const [{ id: a }, { id: b }] = [await home.account(randomUUID()), await home.account(randomUUID())];
    return { a, b };
  };
  const bring = async (file: string, account: string, more: Record<string, string> = {}) => {
    const path = await upload({ file }, account);
    if (Object.keys(more).length > 0) await press(path, 'read', more);
    await press(path, 'import');
  };

  it('goes where the file says, whichever account had one last', async () => {
    const { a, b } = await twoAccounts();
    await bring(ofx('DE-A', '20260115'), a);
    await bring(ofx('DE-B', '20260115'), b);
    expect((await open(await upload({ 'a.ofx': ofx('DE-A', '20260116') }))).form['to']).toBe(a);
    expect((await open(await upload({ 'b.ofx': ofx('DE-B', '20260116') }))).form['to']).toBe(b);
    expect((await open(await upload({ 'a.ofx': ofx('DE-A', '20260117') }, b))).form['to'], 'as chosen').toBe(
      b,
    );
  });

  it('goes to the account of its name, and is asked about where there is none', async () => {
    const { a } = await twoAccounts();
    const { id: named } = await home.account('DE-C');
    await bring(ofx('DE-A', '20260115'), a);
    expect((await open(await upload({ 'c.ofx': ofx('DE-C', '20260115') }))).form['to']).toBe(named);
    expect((await open(await upload({ 'd.ofx': ofx('DE-D', '20260115') }))).form['to']).toBe('');
  });

  it('is read as the last of its own account was', async () => {
    const { a, b } = await twoAccounts();
    await bring(ofAccount('DE-1', '2026-01-15,Shop,-1.00'), a);
    await bring(ofAccount('DE-2', '2026-01-15,Shop,2.00'), b, { flip: 'true' });
    const first = await upload({ 'first.csv': ofAccount('DE-1', '2026-01-16,Shop,-3.00') });
    expect(await open(first)).toMatchObject({
      text: expect.stringContaining('1 row goes in: −€3.00'),
      form: { to: a, flip: '' },
    });
    await press(first, 'import');
    expect(await postings(a)).toEqual([{ amount_minor: -100n }, { amount_minor: -300n }]);
    const second = await open(await upload({ 'second.csv': ofAccount('DE-2', '2026-01-16,Shop,4.00') }));
    expect(second.text).toContain('1 row goes in: −€4.00');
  });
});

describe('files', () => {
  it('are taken several at once, and wait for their turn', async () => {
    const own = await home.signedIn('Queue');
    const account = await openAccount(own);
    const files = { 'one.csv': csv('2026-01-15,One,-1.00'), 'two.csv': csv('2026-01-15,Two,-2.00') };
    const path = await upload(files, account, own, `/books/${own.book}`);
    const list = (await own.get(`/books/${own.book}/imports`)).body;
    expect([list.includes('one.csv'), list.includes('two.csv')]).toEqual([true, true]);
    const body = (await own.get(path)).body;
    await own.post(path, { ...findForm(body, path), intent: 'import' });
    expect((await own.get(path)).body).toContain('Another file waits to be imported');
    expect((await own.get(`/books/${own.book}/imports`)).body).not.toContain('one.csv</b><small>Not');
  });

  it('are nobody else’s before they are imported, and can be discarded', async () => {
    const path = await upload({ 'mine.csv': coffee }, (await home.account('Mine')).id);
    const ben = await home.signedIn('Ben');
    await home.admit(ben, 'editor');
    expect((await ben.get(path)).statusCode).toBe(404);
    expect((await ben.get(`${home.path}/imports`)).body).not.toContain('mine.csv');
    await ben.post(`${path}/discard`, { key: randomUUID() });
    expect((await home.ada.get(path)).statusCode).toBe(200);
    await home.ada.post(`${path}/discard`, { key: randomUUID() });
    expect((await home.ada.get(path)).statusCode).toBe(404);
  });

  it('have to be there', async () => {
    const none = await home.ada.upload(`${home.path}/imports`, { key: randomUUID() }, []);
    expect([none.statusCode, none.body]).toEqual([422, expect.stringContaining('href="#field-files"')]);
    const many = Array.from({ length: 80 }, (_, n) => ({ name: `${n}.csv`, bytes: 'x' }));
    expect((await home.ada.upload(`${home.path}/imports`, { key: randomUUID() }, many)).statusCode).toBe(400);
  });

  it('are as large together as the setting says, which the form tells', async () => {
    const { uploads } = home.config;
    const small = await household({ uploads: { ...uploads, maxBytes: 2 ** 20 } });
    const send = (...sizes: readonly number[]) => {
      const files = sizes.map((size) => ({ name: `${size}.csv`, bytes: 'x'.repeat(size) }));
      return small.ada.upload(`${small.path}/imports`, { key: randomUUID() }, files);
    };
    expect((await small.ada.get(`${small.path}/imports`)).body).toContain('up to 1 MB together');
    expect((await send(2 ** 20)).statusCode).toBe(303);
    expect((await send(2 ** 19, 2 ** 19)).statusCode).toBe(303);
    const larger = await send(2 ** 19, 2 ** 19 + 1);
    expect([larger.statusCode, larger.body]).toEqual([
      422,
      expect.stringContaining('Files of up to 1 MB together can be sent at once.'),
    ]);
    expect((await send(3 * 2 ** 20)).statusCode).toBe(413);
  });

  it('need the token of a form of ours', async () => {
    const key = randomUUID();
    const response = await home.ada.upload(`${home.path}/imports`, { key, _csrf: 'made-up' }, [
      { name: 'x.csv', bytes: coffee },
    ]);
    expect(response.statusCode).toBe(403);
  });
});

async function openAccount(who: SignedIn): Promise<string> {
  const form = { key: randomUUID(), name: 'Purse', kind: 'cash', currency: 'EUR', openedOn: '2025-01-01' };
  await who.post(`/books/${who.book}/accounts`, { ...form, opening: '', direction: 'have' });
  const [row] = await home.rows`select id from account where book_id = ${who.book}`;
  return String(row?.['id']);
}
