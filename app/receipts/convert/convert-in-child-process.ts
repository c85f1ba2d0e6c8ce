import { join } from 'node:path';
import pLimit from 'p-limit';
import { answeringProcess, NoAnswerError } from '../../ask-child-process.ts';
import type { ConvertedFile } from './convert-file.ts';
import type { Conversion } from './converter-child.ts';
import { RefusedFileError } from './refused-file.ts';

/** Converts uploaded files to receipts. */
export interface Converter {
  /** @throws RefusedFileError, TooManyFilesError */
  convert(bytes: Uint8Array): Promise<ConvertedFile>;
  close(): void;
}

export interface ConverterLimits {
  /** Milliseconds for one file. @default 60_000 - a core that is busy takes half of it for the largest */
  readonly patience?: number;
  /** Milliseconds without a file after which the process ends. @default 30_000 */
  readonly rest?: number;
  /** Files that may wait, each of which is in memory. @default 8 */
  readonly most?: number;
}

/** MiB of heap; pixels are outside of it. */
const MEMORY = 64;

/** More files wait than memory has room for. */
export class TooManyFilesError extends Error {
  readonly statusCode = 503;
}

/**
 * Converts files in a process of its own, one after the other, below the priority of everything else: decoders meet whatever
 * anybody uploads, and that process has no secret, no connection, and may be ended at any time.
 *
 * @param busy sentence of the TooManyFilesError
 */
export function converter(busy: () => string, limits: ConverterLimits = {}): Converter {
  const { patience = 60_000, rest = 30_000, most = 8 } = limits;
  const oneByOne = pLimit(1);
  const child = answeringProcess<Uint8Array, Conversion>(join(import.meta.dirname, 'converter-child.ts'), {
    memory: MEMORY,
    patience,
    rest,
  });

  async function convertNext(bytes: Uint8Array): Promise<ConvertedFile> {
    const answer = await child.ask(bytes).catch((error) => {
      throw error instanceof NoAnswerError ? new RefusedFileError('too hard') : error;
    });
    if ('why' in answer) throw new RefusedFileError(answer.why);
    if ('error' in answer) throw new Error(answer.error);
    return answer.file;
  }

  return {
    async convert(bytes) {
      if (oneByOne.activeCount + oneByOne.pendingCount > most) throw new TooManyFilesError(busy());
      return oneByOne(() => convertNext(bytes));
    },
    close: () => void child.end(),
  };
}
