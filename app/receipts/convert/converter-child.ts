import { answerParent } from '../../ask-child-process.ts';
import { type ConvertedFile, convertFile } from './convert-file.ts';
import { type Refusal, RefusedFileError } from './refused-file.ts';

/* Converts files that it is sent, one after the other; knows no database. */

export type Conversion =
  | { readonly file: ConvertedFile }
  | { readonly why: Refusal }
  | { readonly error: string };

answerParent(converted);

async function converted(bytes: Uint8Array): Promise<Conversion> {
  try {
    return { file: await convertFile(bytes) };
  } catch (error) {
    return error instanceof RefusedFileError ? { why: error.why } : { error: String(error) };
  }
}
