import { setTimeout as pause } from 'node:timers/promises';
import type { Household } from './household.ts';
import { meanwhile } from './meanwhile.ts';

export interface Reading {
  /** How many pages came as they should. */
  readonly right: number;
  /** How many answers were anything else, and what the first of them were. */
  readonly wrong: number;
  readonly examples: readonly string[];
}

/** Between two pages of one reader: eight of them ask for some 200 pages in a second. */
const PAUSE_MS = 30;

/**
 * Lets several browsers read a page over and over, each on a connection that stays open, while something is done.
 *
 * @param payee what has to stand on the page
 */
export async function readWhile(
  { person, list }: Household,
  payee: string,
  done: () => Promise<unknown>,
  { readers = 8 } = {},
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
      await pause(PAUSE_MS);
    }
    reader.close();
  };
  await meanwhile(done, ...Array.from({ length: readers }, () => read));
  return { right, wrong, examples };
}
