import { endWithParent, tellReady } from '../../bounded-process.ts';
import { type ConvertedFile, convertFile } from './convert-file.ts';
import { type Refusal, RefusedFileError } from './refused-file.ts';

/* Converts files that it is sent, one after the other; knows no database. */

export type Conversion =
  | { readonly file: ConvertedFile }
  | { readonly why: Refusal }
  | { readonly error: string };

endWithParent();
process.on('message', async (bytes: Uint8Array) => {
  process.send?.(await converted(bytes));
});
tellReady();

async function converted(bytes: Uint8Array): Promise<Conversion> {
  try {
    return { file: await convertFile(bytes) };
  } catch (error) {
    return error instanceof RefusedFileError ? { why: error.why } : { error: String(error) };
  }
}
