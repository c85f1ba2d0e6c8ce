import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import pLimit from 'p-limit';
import { languageNow } from '../words/request-language.ts';
import { say } from '../words/say.ts';
import type { FileShape } from './file-shape.ts';
import type { Options } from './options.ts';
import type { ReadingAnswer, ReadingAsked } from './reader-thread.ts';
import type { Reading } from './reading.ts';

/** Reads bank files off the event loop, one after another. */
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
  /** Milliseconds for one file. @default 30_000 - ten times what 100,000 rows take on a busy core */
  readonly patience?: number;
  /** @default 256 - MiB, for the rows of the largest file */
  readonly memory?: number;
  /** Milliseconds after which a thread without work ends, with its memory. @default 60_000 */
  readonly rest?: number;
}

/** Files that may wait: with more, people would wait for minutes. */
const MOST_WAITING = 20;

export function bankFileReader({
  patience = 30_000,
  memory = 256,
  rest = 60_000,
}: ReaderLimits = {}): BankFileReader {
  const oneByOne = pLimit(1);
  let thread: Worker | undefined;
  let resting: NodeJS.Timeout | undefined;

  function running(): Worker {
    if (thread) return thread;
    const made = new Worker(new URL('reader-thread.ts', import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memory },
    });
    made.unref();
    made.on('error', () => {}); // whoever waits for an answer is told
    made.once('exit', () => {
      if (thread === made) thread = undefined;
    });
    thread = made;
    return made;
  }

  async function end(): Promise<void> {
    clearTimeout(resting);
    await thread?.terminate();
    thread = undefined;
  }

  async function ask(asked: ReadingAsked): Promise<Reading> {
    clearTimeout(resting);
    const worker = running();
    const over = new AbortController();
    const late = setTimeout(() => over.abort(), patience);
    try {
      const answered = once(worker, 'message', { signal: over.signal }); // rejects with the thread's error too
      worker.postMessage(asked, [asked.bytes.buffer as ArrayBuffer]);
      const [answer] = (await answered) as [ReadingAnswer];
      if ('failed' in answer) throw answer.failed;
      return answer;
    } catch (error) {
      const { name, code } = error as { name?: string; code?: string };
      if (name !== 'AbortError' && code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
      await end();
      throw new UnreadableFileError(say('bankFiles.tooHard'));
    } finally {
      clearTimeout(late);
      resting = setTimeout(() => void end(), rest).unref();
    }
  }

  async function inTurn(bytes: Uint8Array, options: Options, isGlance = false): Promise<Reading> {
    if (oneByOne.pendingCount >= MOST_WAITING) throw new ReaderBusyError(say('bankFiles.busy'));
    const language = languageNow().tag;
    return oneByOne(() => ask({ bytes: Uint8Array.from(bytes), options, isGlance, language }));
  }

  return {
    read: (bytes, options) => inTurn(bytes, options),
    glance: async (bytes) => (await inTurn(bytes, {}, true)).shape,
    close: () => oneByOne(end),
  };
}
