import { setTimeout as pause } from 'node:timers/promises';
import { runAlongside } from './run-alongside.ts';
import type { Household } from './sign-up-person-with-account.ts';

export interface Reading {
  /** Number of pages that were as they should be. */
  readonly right: number;
  /** Number of other answers; `examples` holds the first five. */
  readonly wrong: number;
  readonly examples: readonly string[];
}

/** Milliseconds between two pages of one reader: eight readers request some 200 pages per second. */
const PAUSE_MS = 30;

/**
 * Makes several browsers read a page over and over, each on a keep-alive connection, while something is done.
 *
 * @param payee text that the page has to contain
 */
export async function readWhile(
  { person, list }: Household,
  payee: string,
  done: () => Promise<unknown>,
  { readers = 8, pauseMs = PAUSE_MS } = {},
): Promise<Reading> {
  const examples: string[] = [];
  let right = 0;
  let wrong = 0;
  const read = async (isGoing: () => boolean) => {
    const reader = person.twin();
    while (isGoing()) {
      const said = await reader.get(list).then(
        ({ status, body }) => (status === 200 && body.includes(payee) ? undefined : `${status}: ${body}`),
        (error: Error) => error.message,
      );
      if (said === undefined) right++;
      else if (++wrong <= 5) examples.push(`${new Date().toISOString()} ${said.slice(0, 300)}`);
      await pause(pauseMs);
    }
    reader.close();
  };
  await runAlongside(done, ...Array.from({ length: readers }, () => read));
  return { right, wrong, examples };
}
