import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Config } from '../../../config.ts';
import type { Money } from '../../../ledger/entry-to-postings.ts';
import { closeAfterTest } from '../../../testing/close-after-test.ts';
import { findForm } from '../../../testing/form-fields-by-action.ts';
import { type Household, household } from '../../../testing/household.ts';
import { photo } from '../../../testing/photo.ts';
import { noSmallDisk, onSmallDisk, smallDisk } from '../../../testing/small-disk.ts';
import { spentOn } from '../../../testing/spent-entry.ts';

let home: Household;
let bank: Money;
let food: string;

async function start(uploads: Partial<Config['uploads']> = {}): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'finance-receipts-'));
  closeAfterTest(() => rm(folder, { recursive: true }));
  const usual = { store: 'database', folder, maxBytes: 18 * 2 ** 20, bookBytes: 2 ** 30 } as const;
  home = await household({ uploads: { ...usual, ...uploads } });
  bank = await home.account('Bank');
  food = await home.category('Groceries');
}

const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const jpeg = (name = 'lunch.jpg') => photo({ gps: true }).then((bytes) => ({ name, bytes }));
const fields = (more: Record<string, string> = {}) => ({
  ...{ key: randomUUID(), kind: 'spent', bookedOn: '2026-01-15', amount: '12.50', account: bank.id },
  ...{ category: food, payee: 'Bakery', note: '', intent: 'save', ...more },
});
type File = Awaited<ReturnType<typeof jpeg>>;

/** Adds a row with receipts; resolves to the response. */
const send = (files: readonly File[], more: Record<string, string> = {}) =>
  home.ada.upload(`${home.path}/transactions`, fields(more), files);

/** Adds a row with a receipt; resolves to the ids of both. */
async function added(file?: File): Promise<{ row: string; receipt: string }> {
  const { statusCode, headers } = await send([file ?? (await jpeg())]);
  expect([statusCode, headers.location]).toEqual([303, expect.stringContaining('act=')]);
  const [made] = await home.rows<{ row: string; receipt: string }[]>`
    select transaction_id as row, id as receipt from receipt order by id desc limit 1`;
  if (!made) throw new Error('nothing was added');
  return made;
}

const page = async (url: string) => (await home.ada.get(url)).body;
const undo = async (url: string) => {
  const { headers } = await home.ada.post(url, { key: randomUUID() });
  const act = new URL(String(headers.location), 'http://here').searchParams.get('act');
  return home.ada.post(`${home.path}/activity/${act}/undo`, { key: randomUUID() });
};

describe.each(['database', 'volume'] as const)('a receipt in the %s', (store) => {
  beforeEach(() => start({ store }));

  it('comes in the form of its row, is shown there and in the list, and is sent as it was painted', async () => {
    const { row, receipt } = await added();
    const path = `${home.path}/receipts/${receipt}`;
    expect(await page(`${home.path}/transactions/${row}`)).toContain(`<a href="${path}">`);
    expect(await page(`${home.path}/transactions`)).toContain('1 receipt');
    expect(await page(path)).toContain(`<img src="${path}/file" alt="Picture of the receipt lunch.jpg"`);
    const small = await home.ada.get(`${path}/thumbnail`);
    expect((await sharp(small.rawPayload).metadata()).format).toBe('webp');
    const file = await home.ada.get(`${path}/file`);
    const { format, exif } = await sharp(file.rawPayload).metadata();
    expect([file.statusCode, format, exif, file.rawPayload.includes('Phone')]).toEqual([
      200,
      'jpeg',
      undefined,
      false,
    ]);
  });

  it('is deleted, and brought back by undo, with its row as well', async () => {
    const { row, receipt } = await added();
    const path = `${home.path}/receipts/${receipt}`;
    const there = async () => (await home.ada.get(`${path}/file`)).statusCode;
    const undone = await undo(`${path}/delete`);
    expect([undone.statusCode, await there()]).toEqual([303, 200]);
    await home.ada.post(`${path}/delete`, { key: randomUUID() });
    expect(await there()).toBe(404);
    const other = await added();
    const gone = `${home.path}/transactions/${other.row}/delete`;
    const deleted = await home.ada.post(gone, { key: randomUUID(), version: '1' });
    expect((await home.ada.get(`${home.path}/receipts/${other.receipt}`)).statusCode).toBe(404);
    const act = new URL(String(deleted.headers.location), 'http://here').searchParams.get('act');
    await home.ada.post(`${home.path}/activity/${act}/undo`, { key: randomUUID() });
    expect(await page(`${home.path}/transactions/${other.row}`)).toContain(`receipts/${other.receipt}"`);
    expect(await page(`${home.path}/transactions/${row}`)).not.toContain('/thumbnail');
  });

  it('stays with a row that was changed or deleted since, when adding both is undone', async () => {
    const { headers } = await send([await jpeg()]);
    const act = new URL(String(headers.location), 'http://here').searchParams.get('act');
    const [made] = await home.rows<{ row: string; receipt: string }[]>`
      select transaction_id as row, id as receipt from receipt`;
    const row = `${home.path}/transactions/${made?.row}`;
    const file = `${home.path}/receipts/${made?.receipt}/file`;
    const undoAdding = () => home.ada.post(`${home.path}/activity/${act}/undo`, { key: randomUUID() });
    const edited = await home.ada.upload(row, fields({ note: 'with Ben', version: '1' }), []);
    expect(edited.statusCode).toBe(303);
    await undoAdding();
    expect((await home.ada.get(file)).statusCode).toBe(200);
    const gone = await home.ada.post(`${row}/delete`, { key: randomUUID(), version: '2' });
    await undoAdding();
    const deletion = new URL(String(gone.headers.location), 'http://here').searchParams.get('act');
    await home.ada.post(`${home.path}/activity/${deletion}/undo`, { key: randomUUID() });
    expect((await home.ada.get(file)).statusCode).toBe(200);
  });

  it('that a row got later keeps the row, when adding it is undone', async () => {
    const { headers } = await send([]);
    const act = new URL(String(headers.location), 'http://here').searchParams.get('act');
    const [made] = await home.rows<{ id: string }[]>`select id from transaction`;
    const row = `${home.path}/transactions/${made?.id}`;
    const given = await home.ada.upload(row, fields({ version: '1' }), [await jpeg()]);
    const giving = new URL(String(given.headers.location), 'http://here').searchParams.get('act');
    await home.ada.post(`${home.path}/activity/${act}/undo`, { key: randomUUID() });
    expect((await home.ada.get(row)).statusCode).toBe(200);
    await home.ada.post(`${home.path}/activity/${giving}/undo`, { key: randomUUID() });
    await home.ada.post(`${home.path}/activity/${act}/undo`, { key: randomUUID() });
    expect((await home.ada.get(row)).statusCode).toBe(404);
  });

  it.skipIf(noSmallDisk)(`that finds no room leaves the form with its values${noSmallDisk}`, async () => {
    const small = store === 'volume' ? await smallDisk(1) : undefined;
    if (small) await start({ store, folder: small.path });
    const disk = small ?? (await onSmallDisk(home.rows, 'receipt_part', 1));
    const large = { name: 'large.pdf', bytes: Buffer.concat([pdf, Buffer.alloc(3 * 2 ** 20, 'x')]) };
    const refused = await send([large], { payee: 'Cinema' });
    expect([refused.statusCode, refused.body]).toEqual([
      422,
      expect.stringContaining('there is no room left'),
    ]);
    expect(findForm(refused.body, `${home.path}/transactions`)).toMatchObject({
      amount: '12.50',
      payee: 'Cinema',
    });
    expect(await home.rows`select from transaction`).toHaveLength(0);
    disk.grow(20);
    expect((await send([large])).statusCode).toBe(303);
  });

  it('of a file that is gone is told, and its page is there', async () => {
    const { receipt } = await added();
    await home.rows`delete from receipt_part`;
    for (const name of await readdir(home.config.uploads.folder))
      await rm(join(home.config.uploads.folder, name), { recursive: true });
    const path = `${home.path}/receipts/${receipt}`;
    expect(await page(path)).toContain('not where it was kept');
    expect((await home.ada.get(`${path}/file`)).statusCode).toBe(404);
  });
});

describe('a form with receipts', () => {
  beforeEach(() => start());

  it('takes several, from the camera and as files, and a row may have more later', async () => {
    const files = [await jpeg('one.jpg'), { name: 'two.pdf', bytes: pdf }];
    expect((await send(files)).statusCode).toBe(303);
    const [row] = await home.rows<{ id: string; version: number }[]>`select id, version from transaction`;
    const url = `${home.path}/transactions/${row?.id}`;
    const more = await home.ada.upload(url, fields({ version: '1' }), [await jpeg('three.jpg')]);
    expect(more.statusCode).toBe(303);
    expect(await home.rows`select name from receipt order by id`).toEqual(
      ['one.jpg', 'two.pdf', 'three.jpg'].map((name) => ({ name })),
    );
    const act = new URL(String(more.headers.location), 'http://here').searchParams.get('act');
    expect(await page(`${home.path}/activity`)).toContain('Added the receipt');
    await home.ada.post(`${home.path}/activity/${act}/undo`, { key: randomUUID() });
    expect(await home.rows`select from receipt`).toHaveLength(2);
  });

  it('that is not saved yet keeps them, until it is', async () => {
    const asked = await send([await jpeg()], { amount: 'a lot' });
    expect([asked.statusCode, asked.body]).toEqual([422, expect.stringContaining('/thumbnail')]);
    const form = findForm(asked.body, `${home.path}/transactions`);
    expect(form?.['receipt']).toMatch(/^[\da-f-]{36}$/);
    const small = /src="([^"]+\/thumbnail)"/.exec(asked.body)?.[1] ?? '';
    expect((await home.ada.get(small)).statusCode).toBe(200);
    const split = await home.ada.post(`${home.path}/transactions`, { ...form, intent: 'split' });
    expect(findForm(split.body, `${home.path}/transactions`)?.['receipt']).toBe(form?.['receipt']);
    const saved = await home.ada.post(`${home.path}/transactions`, { ...form, amount: '3', intent: 'save' });
    expect(saved.statusCode).toBe(303);
    expect(await home.rows`select from receipt where transaction_id is not null`).toHaveLength(1);
  });

  it('saves without those whose tick was taken away', async () => {
    const asked = await send([await jpeg()], { intent: 'split' });
    const { receipt: _, ...form } = findForm(asked.body, `${home.path}/transactions`) ?? {};
    await home.ada.post(`${home.path}/transactions`, { ...form, ...fields() });
    expect(await home.rows`select from receipt where transaction_id is not null`).toHaveLength(0);
  });

  it('sent twice at once adds one row with one receipt', async () => {
    const [same, file] = [fields(), await jpeg()];
    const url = `${home.path}/transactions`;
    const sent = await Promise.all([1, 2].map(() => home.ada.upload(url, same, [file])));
    expect(sent.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
    expect(await home.rows`select from transaction`).toHaveLength(1);
    expect(await home.rows`select from receipt where transaction_id is not null`).toHaveLength(1);
    expect(await home.rows`select from receipt_file`).toHaveLength(1);
  });

  it.each([
    ['a file that is no photo', 'a.jpg', () => Buffer.from('<svg/>'), 'is no photo'],
    ['half a photo', 'b.jpg', async () => (await photo({ width: 900 })).subarray(0, 900), 'is damaged'],
    [
      'a file of a byte too much',
      'c.pdf',
      () => Buffer.concat([pdf, Buffer.alloc(18 * 2 ** 20 + 1 - pdf.length)]),
      'larger than 18',
    ],
  ])('refuses %s in words, with its values', async (_what, name, bytes, words) => {
    const refused = await send([{ name, bytes: await bytes() }, await jpeg()]);
    expect([refused.statusCode, refused.body]).toEqual([422, expect.stringContaining(words)]);
    expect(refused.body).toContain(`“${name}” was not kept`.replace(' was not kept', ''));
    const form = findForm(refused.body, `${home.path}/transactions`);
    expect(form).toMatchObject({ payee: 'Bakery', receipt: expect.any(String) }); // the other one is kept
    expect(await home.rows`select from transaction`).toHaveLength(0);
  });

  it('takes a file of exactly as much as is allowed', async () => {
    const bytes = Buffer.concat([pdf, Buffer.alloc(18 * 2 ** 20 - pdf.length)]);
    expect((await send([{ name: 'most.pdf', bytes }])).statusCode).toBe(303);
  });

  it('is refused as a whole only far above that', async () => {
    const bytes = Buffer.alloc(20 * 2 ** 20);
    expect((await send([{ name: 'huge.pdf', bytes }])).statusCode).toBe(413);
  });

  it('is told when it meets a newer version, and its receipts come along', async () => {
    const row = await home.enter(spentOn(bank, food, 100n));
    const url = `${home.path}/transactions/${row}`;
    await home.rows`update transaction set version = 2 where id = ${row}`;
    const met = await home.ada.upload(url, fields({ version: '1' }), [await jpeg()]);
    expect(met.statusCode).toBe(409);
    const form = findForm(met.body, url);
    expect((await home.ada.post(url, form as Record<string, string>)).statusCode).toBe(303);
    expect(await home.rows`select from receipt where transaction_id = ${row}`).toHaveLength(1);
  });
});

describe('a book', () => {
  it('has room for so many bytes, which it shows, and what is deleted makes room', async () => {
    await start({ bookBytes: 200_000 });
    const file = (fill: string) => ({
      name: `${fill}.pdf`,
      bytes: Buffer.concat([pdf, Buffer.alloc(150_000, fill)]),
    });
    const { receipt } = await added(file('a'));
    const refused = await send([file('b')]);
    expect([refused.statusCode, refused.body]).toEqual([
      422,
      expect.stringContaining('would have more than'),
    ]);
    expect(await page(`${home.path}/receipts`)).toMatch(/147 kB of 195 kB used/);
    await home.ada.post(`${home.path}/receipts/${receipt}/delete`, { key: randomUUID() });
    expect((await send([file('b')])).statusCode).toBe(303);
  });

  it('shows its receipts to its members alone, who may read may not delete', async () => {
    await start();
    const { row, receipt } = await added();
    const [ben, dora] = [await home.signedIn('Ben'), await home.signedIn('Dora')];
    await home.admit(dora, 'viewer');
    const path = `${home.path}/receipts/${receipt}`;
    for (const url of [path, `${path}/file`, `${path}/thumbnail`, `${home.path}/receipts/years/2026`]) {
      expect.soft([url, (await ben.get(url)).statusCode]).toEqual([url, 404]);
      expect.soft([url, (await dora.get(url)).statusCode]).toEqual([url, 200]);
      const own = url.replace(home.book, ben.book);
      expect.soft([own, (await ben.get(own)).statusCode]).toEqual([own, 404]);
    }
    expect((await dora.get(`${home.path}/transactions/${row}`)).body).toContain(`${path}/thumbnail`);
    expect((await dora.get(path)).body).not.toContain('/delete');
    const refused = await dora.post(`${path}/delete`, { key: randomUUID() });
    const upload = await dora.upload(`${home.path}/transactions/${row}`, fields({ version: '1' }), [
      await jpeg(),
    ]);
    expect([refused.statusCode, upload.statusCode]).toEqual([403, 403]);
    expect(await home.rows`select from receipt`).toHaveLength(1);
  });
});

describe('a file that is sent', () => {
  beforeEach(() => start());

  it('runs nothing, is taken for nothing else, and has no name that ends the header', async () => {
    const { receipt } = await added({ ...(await jpeg()), name: 'a"; b\u2028(c)ü.png' });
    const path = `${home.path}/receipts/${receipt}/file`;
    const { headers } = await home.ada.get(path);
    expect(headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-cache',
      'content-disposition': expect.stringMatching(
        /^inline; filename\*=UTF-8''a%22%3B%20b[\w%]*%28c%29%C3%BC\.jpg$/,
      ),
    });
    expect((await home.ada.get(`${path}?download=1`)).headers['content-disposition']).toMatch(
      /^attachment; /,
    );
    expect((await home.ada.get(path, { 'if-none-match': String(headers.etag) })).statusCode).toBe(304);
  });

  it('as PDF is never shown in place', async () => {
    const { receipt } = await added({ name: 'bill.pdf', bytes: pdf });
    const path = `${home.path}/receipts/${receipt}`;
    const { headers, rawPayload } = await home.ada.get(`${path}/file`);
    expect(headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringMatching(/^attachment/),
    });
    expect(rawPayload.equals(pdf)).toBe(true);
    expect((await home.ada.get(`${path}/thumbnail`)).statusCode).toBe(404);
    expect(await page(path)).toContain('A PDF opens');
  });
});

describe('rows', () => {
  it('are found by whether they have a receipt', async () => {
    await start();
    const { row } = await added();
    const other = await home.enter(spentOn(bank, food, 100n, { payee: 'Kiosk' }));
    const without = await page(`${home.path}/transactions?receipts=without`);
    expect([without.includes(other), without.includes(row)]).toEqual([true, false]);
    const having = await page(`${home.path}/transactions?receipts=with`);
    expect([having.includes(other), having.includes(row)]).toEqual([false, true]);
    expect(without).toContain('Without a receipt');
  });

  it('tell programs of their receipts', async () => {
    await start();
    const { receipt } = await added();
    const { data } = (await home.ada.get(`/api/data?book=${home.book}&receipts=with`)).json();
    expect(data).toMatchObject([{ receipts: [{ id: receipt, name: 'lunch.jpg', type: 'image/jpeg' }] }]);
  });
});
