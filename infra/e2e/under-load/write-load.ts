import { setTimeout as pause } from 'node:timers/promises';
import { runAlongside } from '../platform/run-alongside.ts';
import type { Household } from '../platform/sign-up-person-with-account.ts';

export interface Spending {
  /** Payees of the acknowledged rows, each unique. */
  readonly written: readonly string[];
  /** Times and messages of the rows that failed. */
  readonly refused: readonly string[];
}

/**
 * Writes one row after the other, each sent once and never again, while something is done.
 *
 * @param payee prefix of the payee of each row
 * @param pauseMs milliseconds between two rows. @default 250 - below the API's rate limit of one person per minute
 */
export async function spendWhile(
  spend: Household['spend'],
  payee: string,
  done: () => Promise<unknown>,
  { pauseMs = 250 } = {},
): Promise<Spending> {
  const written: string[] = [];
  const refused: string[] = [];
  await runAlongside(done, async (isGoing) => {
    for (let number = 1; isGoing(); number++) {
      const row = `${payee} ${number}`;
      await spend(row, '1.00').then(
        () => written.push(row),
        (error: Error) => refused.push(`${new Date().toISOString()} ${error.message.slice(0, 300)}`),
      );
      await pause(pauseMs);
    }
  });
  return { written, refused };
}
