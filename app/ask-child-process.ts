import { once } from 'node:events';
import { type BoundedProcess, endWithParent, startBounded } from './memory-limited-process.ts';

/** A program in a bounded process, which starts with the first question and ends where nobody asks for a while. */
export interface AnsweringProcess<Question, Answer> {
  /** Asks; the one before has its answer by then. @throws NoAnswerError */
  ask(question: Question): Promise<Answer>;
  /** Ends the process at once; the next question starts another. */
  end(): Promise<void>;
}

export interface AnsweringLimits {
  /** MiB of heap. */
  readonly memory: number;
  /** Milliseconds for one answer, from when the program is loaded: on a busy machine that takes longer than its work. */
  readonly patience: number;
  /** Milliseconds without a question after which the process ends, with its memory. */
  readonly rest: number;
}

/** The process ended, or was ended, without an answer. */
export class NoAnswerError extends Error {
  /** True where the question takes more time or memory than any may. */
  readonly isTooHard: boolean;
  constructor(message: string, isTooHard: boolean) {
    super(message);
    this.isTooHard = isTooHard;
  }
}

/** @param program one that calls `answerParent` */
export function answeringProcess<Question, Answer>(
  program: string,
  { memory, patience, rest }: AnsweringLimits,
): AnsweringProcess<Question, Answer> {
  let running: (BoundedProcess & { readonly ready: Promise<unknown> }) | undefined;
  let resting: NodeJS.Timeout | undefined;

  function start() {
    if (running?.child.connected) return running;
    const made = startBounded(program, memory);
    made.child.on('error', () => {}); // whoever waits for an answer is told by its end
    made.child.channel?.unref();
    running = { ...made, ready: once(made.child, 'message') };
    return running;
  }

  async function end(): Promise<void> {
    clearTimeout(resting);
    const ending = running;
    running = undefined;
    ending?.child.kill('SIGKILL');
    await ending?.ended;
  }

  async function ask(question: Question): Promise<Answer> {
    clearTimeout(resting);
    const { child, ready, ended, reason } = start();
    child.ref();
    const over = new AbortController();
    let late: NodeJS.Timeout | undefined;
    try {
      await Promise.race([ready, ended]);
      late = setTimeout(() => over.abort(), patience);
      const answered = once(child, 'message', { signal: over.signal });
      child.send(question as object);
      const [answer] = (await Promise.race([answered, ended.then(() => [])])) as [Answer?];
      if (answer === undefined) throw new NoAnswerError(reason().line, reason().isMemory);
      return answer;
    } catch (error) {
      if (!over.signal.aborted) throw error;
      await end();
      throw new NoAnswerError('it took too long', true);
    } finally {
      clearTimeout(late);
      child.unref();
      resting = setTimeout(() => void end(), rest).unref();
    }
  }

  return { ask, end };
}

/** Answers the questions of the parent, one after the other, and ends with it. Does nothing in a process without one. */
export function answerParent<Question, Answer>(
  answer: (question: Question) => Answer | Promise<Answer>,
): void {
  if (!process.send) return;
  endWithParent();
  process.on('message', async (question) => process.send?.(await answer(question as Question)));
  process.send('ready');
}
