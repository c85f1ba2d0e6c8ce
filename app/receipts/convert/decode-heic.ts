import { MOST_PIXELS, RefusedFileError } from './refused-file.ts';
import { requireMemory } from './require-memory.ts';

/** Pixels of a picture, four bytes each: red, green, blue, opacity. */
interface Decoded {
  readonly pixels: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Decodes the first picture of a HEIC file, upright, by libheif in WebAssembly. @throws RefusedFileError */
export async function decodeHeic(bytes: Uint8Array): Promise<Decoded> {
  const { default: libheif } = await import('libheif-js/wasm-bundle.js');
  const [image] = new libheif.HeifDecoder().decode(bytes);
  if (!image) throw new RefusedFileError('damaged');
  const [width, height] = [image.get_width(), image.get_height()];
  if (width * height > MOST_PIXELS) throw new RefusedFileError('too many pixels');
  requireMemory(width * height * BYTES_PER_PIXEL);
  const pixels = new Uint8ClampedArray(width * height * 4);
  await new Promise<void>((resolve, reject) => {
    image.display({ data: pixels, width, height }, (shown) => {
      if (shown) resolve();
      else reject(new RefusedFileError('damaged'));
    });
  });
  return { pixels, width, height };
}

/** Memory that decoding takes, as measured. */
const BYTES_PER_PIXEL = 14;
