import { type ChildProcess, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { ConvertedFile } from './convert-file.ts';
import type { Conversion } from './convert-process.ts';
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
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  const end = () => {
    clearTimeout(idle);
    child?.kill('SIGKILL');
    child = undefined;
  };

  async function convertNext(bytes: Uint8Array): Promise<ConvertedFile> {
    clearTimeout(idle);
    child ??= start();
    const answer = await answerOf(child, bytes, patience);
    if (answer === undefined) {
      end();
      throw new RefusedFileError('too hard');
    }
    idle = setTimeout(end, rest).unref();
    if ('why' in answer) throw new RefusedFileError(answer.why);
    if ('error' in answer) throw new Error(answer.error);
    return answer.file;
  }

  return {
    async convert(bytes) {
      if (oneByOne.activeCount + oneByOne.pendingCount > most) throw new TooManyFilesError(busy());
      return oneByOne(() => convertNext(bytes));
    },
    close: end,
  };
}

function start(): ChildProcess {
  const { NODE_COMPILE_CACHE, NODE_ENV, PATH, TZ } = process.env;
  const child = fork(join(import.meta.dirname, 'convert-process.ts'), {
    execArgv: ['--max-old-space-size=64'],
    env: { NODE_COMPILE_CACHE, NODE_ENV, PATH, TZ },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.unref();
  child.channel?.unref();
  child.on('error', () => {}); // it ends, which is an answer
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  return child;
}

/** Undefined where the process ends without an answer, or takes too long. */
function answerOf(child: ChildProcess, bytes: Uint8Array, patience: number): Promise<Conversion | undefined> {
  const { promise, resolve } = Promise.withResolvers<Conversion | undefined>();
  const none = () => resolve(undefined);
  const timer = setTimeout(none, patience);
  const done = (answer: unknown) => resolve(answer as Conversion);
  child.once('message', done).once('exit', none);
  child.send(bytes, (error) => error && none());
  return promise.finally(() => {
    clearTimeout(timer);
    child.off('message', done).off('exit', none);
  });
}
