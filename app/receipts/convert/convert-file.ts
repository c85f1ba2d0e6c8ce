import sharp, { type Sharp } from 'sharp';
import { decodeHeic } from './decode-heic.ts';
import { type FileKind, recogniseFile } from './recognise-file.ts';
import { MOST_PIXELS, RefusedFileError } from './refused-file.ts';
import { requireMemory } from './require-memory.ts';

/** A file as it is kept. */
export interface ConvertedFile {
  readonly type: 'image/jpeg' | 'application/pdf';
  readonly bytes: Uint8Array;
  /** Small picture as WebP; null for a PDF, and so are width and height. */
  readonly thumbnail: Uint8Array | null;
  readonly width: number | null;
  readonly height: number | null;
}

// Nothing but these three is ever decoded, whatever a file looks like to libvips.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
sharp.cache(false);
sharp.concurrency(1);

/**
 * Converts a file to what is kept of it. A picture is painted anew, upright and with no side longer than `LONGEST_SIDE`:
 * nothing else that the file held comes along, such as where it was taken. A PDF stays as it is.
 *
 * @throws RefusedFileError
 */
export async function convertFile(bytes: Uint8Array): Promise<ConvertedFile> {
  const kind = await recogniseFile(bytes);
  if (kind === 'pdf') return { type: 'application/pdf', bytes, thumbnail: null, width: null, height: null };
  const painted = (await pictureOf(kind, bytes))
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .jpeg({ quality: 82 });
  const { data, info } = await painted.toBuffer({ resolveWithObject: true }).catch(asRefusal);
  const thumbnail = await sharp(data)
    .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 70 })
    .toBuffer();
  return { type: 'image/jpeg', bytes: data, thumbnail, width: info.width, height: info.height };
}

/** Pixels of the longest side: enough for small print on a sheet of A4. */
const LONGEST_SIDE = 3000;
const THUMBNAIL_SIDE = 320;

async function pictureOf(kind: Exclude<FileKind, 'pdf'>, bytes: Uint8Array): Promise<Sharp> {
  if (kind === 'heic') {
    const { pixels, width, height } = await decodeHeic(bytes);
    return sharp(pixels, { raw: { width, height, channels: 4 } });
  }
  const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true });
  const { width, height, isProgressive = false } = await picture.metadata().catch(asRefusal);
  // A progressive picture is held whole, as coefficients of two bytes.
  requireMemory(width * height * (isProgressive ? 6 : 1) + WORKING_BYTES);
  return picture.autoOrient();
}

/** Memory for what is painted: the picture of `LONGEST_SIDE`, turned. */
const WORKING_BYTES = 40 * 2 ** 20;

function asRefusal(error: Error): never {
  throw new RefusedFileError(/pixel limit/.test(error.message) ? 'too many pixels' : 'damaged');
}
