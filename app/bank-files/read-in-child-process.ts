import { join } from 'node:path';
import pLimit from 'p-limit';
import { answeringProcess, NoAnswerError } from '../ask-child-process.ts';
import { languageNow } from '../words/current-language.ts';
import { say } from '../words/say.ts';
import type { FileShape } from './format-fingerprint.ts';
import type { Options } from './options.ts';
import type { Reading } from './read-statements-and-columns.ts';
import type { ReadingAnswer, ReadingAsked } from './reader-child.ts';

/** Reads bank files in a process of its own, one after another. */
export interface BankFileReader {
  /** Statements and shape of a file. @throws UnreadableFileError, ReaderBusyError */
  read(bytes: Uint8Array, options: Options): Promise<Reading>;
  /** Its shape alone. */
  glance(bytes: Uint8Array): Promise<FileShape>;
  close(): Promise<void>;
}

/** The file takes more time or memory than any bank's file does. */
class UnreadableFileError extends Error {
  readonly statusCode = 422;
}

/** Too many files wait to be read. */
class ReaderBusyError extends Error {
  readonly statusCode = 503;
}

export interface ReaderLimits {
  /** Milliseconds for one file. @default 30_000 - ten times what 30,000 rows take on a busy core */
  readonly patience?: number;
  /** @default 96 - MiB of heap, twice what the largest file takes that a request reads */
  readonly memory?: number;
  /** Milliseconds after which a process without work ends, with its memory. @default 60_000 */
  readonly rest?: number;
}

/** Files that may wait: with more, people would wait for minutes. */
const MOST_WAITING = 20;

export function bankFileReader({
  patience = 30_000,
  memory = 96,
  rest = 60_000,
}: ReaderLimits = {}): BankFileReader {
  const oneByOne = pLimit(1);
  const reader = answeringProcess<ReadingAsked, ReadingAnswer>(join(import.meta.dirname, 'reader-child.ts'), {
    memory,
    patience,
    rest,
  });

  async function ask(asked: ReadingAsked): Promise<Reading> {
    const answer = await reader.ask(asked).catch((error) => {
      if (!(error instanceof NoAnswerError)) throw error;
      if (!error.isTooHard) throw new Error(`the reader ended: ${error.message}`);
      throw new UnreadableFileError(say('bankFiles.tooHard'));
    });
    if ('failed' in answer) throw answer.failed;
    return answer;
  }

  async function inTurn(bytes: Uint8Array, options: Options, isGlance = false): Promise<Reading> {
    if (oneByOne.pendingCount >= MOST_WAITING) throw new ReaderBusyError(say('bankFiles.busy'));
    const language = languageNow().tag;
    return oneByOne(() => ask({ bytes, options, isGlance, language }));
  }

  return {
    read: (bytes, options) => inTurn(bytes, options),
    glance: async (bytes) => (await inTurn(bytes, {}, true)).shape,
    close: () => oneByOne(reader.end),
  };
}
