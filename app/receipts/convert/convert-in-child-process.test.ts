import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { closeAfterTest } from '../../testing/close-after-test.ts';
import { painting, photo } from '../../testing/photo.ts';
import { type ConverterLimits, converter } from './convert-in-child-process.ts';
import { MOST_PIXELS } from './refused-file.ts';

describe('a picture', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('as %s becomes a JPEG and a small WebP', async (format) => {
    const file = await convert(await painting({ width: 640, height: 480 }).toFormat(format).toBuffer());
    expect(file).toMatchObject({ type: 'image/jpeg', width: 640, height: 480 });
    expect(await sharp(file.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 640, height: 480 });
    expect(await sharp(file.thumbnail ?? undefined).metadata()).toMatchObject({ format: 'webp', width: 320 });
  });

  it('as HEIC becomes a JPEG too', async () => {
    const file = await convert(readFileSync(new URL('../fixtures/photo.heic', import.meta.url)));
    expect(file).toMatchObject({ type: 'image/jpeg', width: 64, height: 48 });
    const left = await sharp(file.bytes).extract({ left: 4, top: 4, width: 8, height: 8 }).stats();
    expect(left.dominant.r).toBeGreaterThan(150); // it is red there
  });

  it('loses where it was taken, and with what', async () => {
    const taken = await photo({ gps: true });
    expect((await sharp(taken).metadata()).exif?.includes('Phone')).toBe(true);
    const { bytes, thumbnail } = await convert(taken);
    for (const made of [bytes, thumbnail]) {
      const { exif, xmp, iptc, icc, orientation } = await sharp(made ?? undefined).metadata();
      expect([exif, xmp, iptc, icc, orientation].filter(Boolean)).toEqual([]);
      expect(Buffer.from(made ?? []).includes('Phone')).toBe(false);
    }
  });

  it('that lies on its side is turned before what says so is lost', async () => {
    const { width, height, bytes } = await convert(await photo({ width: 64, height: 32, orientation: 6 }));
    expect([width, height]).toEqual([32, 64]);
    const top = await sharp(bytes).extract({ left: 8, top: 4, width: 8, height: 8 }).stats();
    expect(top.dominant.r).toBeGreaterThan(150); // what was left is on top
  });

  it('is made smaller than a sheet at 300 dots, and never larger', async () => {
    expect(await convert(await photo({ width: 4000, height: 1000 }))).toMatchObject({
      width: 3000,
      height: 750,
    });
    expect(await convert(await photo({ width: 40, height: 10 }))).toMatchObject({ width: 40, height: 10 });
  });

  it('that is something else as well is that no more', async () => {
    const page = '<html><script>alert(1)</script></html>';
    const archive = Buffer.from('PK\u0003\u0004 and the rest of an archive');
    const { bytes } = await convert(
      Buffer.concat([await photo({ comment: page }), archive, Buffer.from(page)]),
    );
    for (const other of ['<script', 'PK\u0003\u0004']) expect(Buffer.from(bytes).includes(other)).toBe(false);
  });

  it('of more pixels than a phone makes is refused, however few bytes it has, and so is half a picture', async () => {
    const bomb = bombOf(30_000, 30_000);
    expect(bomb.length).toBeLessThan(1_000_000);
    await expect(convert(bomb)).rejects.toMatchObject({ why: 'too many pixels' });
    expect(30_000 * 30_000).toBeGreaterThan(MOST_PIXELS);
    const whole = await photo({ width: 800, height: 600 });
    await expect(convert(whole.subarray(0, whole.length / 2))).rejects.toMatchObject({ why: 'damaged' });
  });
});

describe('a file', () => {
  it('that is a PDF stays as it is', async () => {
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
    const file = await convert(pdf);
    expect(file).toMatchObject({ type: 'application/pdf', thumbnail: null, width: null });
    expect(Buffer.from(file.bytes).equals(pdf)).toBe(true);
  });

  it.each([
    ['a drawing with a script', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a page that ends as a PDF', '<html>%PDF-1.4</html>'],
    ['an animation', 'GIF89a\u0001\u0000\u0001\u0000'],
    ['an archive', 'PK\u0003\u0004'],
    ['text', 'Date,Amount'],
    ['nothing', ''],
  ])('that is %s is refused', async (_what, text) => {
    await expect(convert(Buffer.from(text, 'latin1'))).rejects.toMatchObject({ why: 'unknown' });
  });
});

describe('the process', () => {
  it('that takes too long is ended, and the next file has another', async () => {
    const { convert: convertSlowly } = start({ patience: 1 });
    await expect(convertSlowly(await photo())).rejects.toMatchObject({ why: 'too hard' });
    expect(await convert(await photo())).toMatchObject({ type: 'image/jpeg' });
  });

  it('takes files one after the other, and says when there are too many', async () => {
    const { convert: convertFew } = start({ most: 2 });
    const file = await photo();
    const sent = await Promise.allSettled([1, 2, 3, 4].map(() => convertFew(file)));
    expect(sent.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    expect(sent[3]).toMatchObject({ reason: { statusCode: 503, message: 'busy' } });
  });

  it('that rested has ended, and starts again', async () => {
    const { convert: convertSome } = start({ rest: 1 });
    for (const _ of [1, 2]) {
      expect(await convertSome(await photo())).toMatchObject({ type: 'image/jpeg' });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
});

function start(limits: ConverterLimits) {
  const made = converter(() => 'busy', limits);
  closeAfterTest(async () => made.close());
  return made;
}

function convert(bytes: Uint8Array) {
  return start({}).convert(bytes);
}

/** A PNG of one colour, in few bytes. */
function bombOf(width: number, height: number): Buffer {
  const row = Buffer.alloc(1 + Math.ceil(width / 8));
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), data]);
    const around = Buffer.alloc(8);
    around.writeUInt32BE(data.length, 0);
    around.writeUInt32BE(crc32(named), 4);
    return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1; // one bit for each pixel, grey
  const rows = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
