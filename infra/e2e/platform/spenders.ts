import { setTimeout as pause } from 'node:timers/promises';
import type { Household } from './household.ts';
import { meanwhile } from './meanwhile.ts';

/** Between two rows: below what one person may send to the API in a minute. */
const PAUSE_MS = 250;

export interface Spending {
  /** How many rows they were told are written. */
  readonly written: number;
  /** What they were told instead. */
  readonly refused: readonly string[];
}

/** Has somebody write down one row after the other, each once and never again, while something is done. */
export async function spendWhile(
  { spend }: Household,
  payee: string,
  done: () => Promise<unknown>,
): Promise<Spending> {
  const refused: string[] = [];
  let written = 0;
  await meanwhile(done, async (isGoing) => {
    while (isGoing()) {
      await spend(payee, '1.00').then(
        () => written++,
        (error: Error) => refused.push(`${new Date().toISOString()} ${error.message.slice(0, 300)}`),
      );
      await pause(PAUSE_MS);
    }
  });
  return { written, refused };
}
