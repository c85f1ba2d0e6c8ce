import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { hashOf } from '../../../receipts/file-hash.ts';
import { PART_BYTES, type ReceiptStore } from '../../../receipts/store/store-interface.ts';
import { household } from '../../../testing/household.ts';
import { makeReceipt, smallPdf } from '../../../testing/make-receipt.ts';
import { readZip } from '../../../testing/read-zip.ts';
import { spentOn } from '../../../testing/spent-entry.ts';
import { archiveNames } from './file-names-in-archive.ts';
import { yearArchive } from './year-archive.ts';

describe('the receipts of a year', () => {
  it('come as one zip, named by day and payee, without those of other years', async () => {
    const home = await household();
    const [bank, food] = [await home.account('Bank'), await home.category('Groceries')];
    const add = async (bookedOn: string, payee: string, bytes?: Uint8Array) => {
      const transaction = await home.enter(spentOn(bank, food, 100n, { bookedOn, payee }));
      const of = { book: home.book, person: home.ada.person, transaction };
      await home.write((sql) => makeReceipt(sql, { ...of, ...(bytes && { bytes }) }));
    };
    await add('2026-01-15', 'Bakery');
    await add('2026-01-15', 'Bakery', Buffer.concat([smallPdf, Buffer.alloc(PART_BYTES)]));
    await add('2025-12-31', 'Kiosk');
    const { statusCode, headers, rawPayload } = await home.ada.get(`${home.path}/receipts/years/2026`);
    expect([statusCode, headers]).toEqual([
      200,
      expect.objectContaining({
        'content-type': 'application/zip',
        'content-disposition': "attachment; filename*=UTF-8''Receipts%202026.zip",
        'content-security-policy': "sandbox; default-src 'none'",
      }),
    ]);
    const files = readZip(rawPayload);
    expect([...files.keys()]).toEqual(['2026-01-15 Bakery.jpg', '2026-01-15 Bakery.pdf']);
    const bill = files.get('2026-01-15 Bakery.pdf');
    expect(bill?.subarray(0, smallPdf.length).equals(smallPdf)).toBe(true);
    expect(bill?.length).toBe(smallPdf.length + PART_BYTES);
    expect(files.get('2026-01-15 Bakery.jpg')?.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect((await home.ada.get(`${home.path}/receipts/years/2025`)).statusCode).toBe(200);
    expect((await home.ada.get(`${home.path}/receipts/years/2024`)).statusCode).toBe(404);
  });

  it('are read as fast as somebody takes them, a few parts ahead', async () => {
    let asked = 0;
    const store = {
      get: async () => {
        asked += 1;
        return new Uint8Array(PART_BYTES);
      },
    } as unknown as ReceiptStore;
    const all = Array.from({ length: 40 }, (_, index) => sketch(`${index}`, 4 * PART_BYTES));
    const archive = yearArchive((work) => work(none), store, all);
    const taken = archive[Symbol.asyncIterator]();
    for (let bytes = 0; bytes < 2 * PART_BYTES; ) bytes += (await taken.next()).value?.length ?? 0;
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toBeLessThan(10); // of 160
    archive.destroy();
  });

  it('are there without one that is missing, which is named', async () => {
    const bytes = Buffer.from('whole');
    const store = {
      get: async (_sql: unknown, hash: string) => (hash === hashOf(bytes) ? bytes : undefined),
    } as unknown as ReceiptStore;
    const all = [sketch('gone', 10), { ...sketch('there', bytes.length), hash: hashOf(bytes) }];
    const files = readZip(await buffer(yearArchive((work) => work(none), store, all)));
    expect(`${files.get('2026-01-15 there.jpg')}`).toBe('whole');
    expect(`${files.get('MISSING.txt')}`).toContain('2026-01-15 gone.jpg');
  });
});

describe('a name in the archive', () => {
  it('is given once, is no path and has no sign that a file system refuses', () => {
    const named = (payee: string, name = 'a.png') => ({
      bookedOn: '2026-01-15',
      payee,
      name,
      type: 'image/jpeg',
    });
    const names = archiveNames([
      named('Café'),
      named('CAFÉ'),
      named('../../etc/passwd\u0000:*'),
      named('', 'IMG_1.heic'),
    ]);
    expect(names).toEqual([
      ...['2026-01-15 Café.jpg', '2026-01-15 CAFÉ (2).jpg'],
      ...['2026-01-15 .._.._etc_passwd___.jpg', '2026-01-15 IMG_1.jpg'],
    ]);
  });
});

const none = undefined as never;

function sketch(payee: string, bytes: number) {
  const file = { type: 'image/jpeg', bytes, width: 1, height: 1, hash: payee } as const;
  return { ...file, id: payee, name: 'a.jpg', payee, bookedOn: '2026-01-15', createdAt: new Date() };
}
