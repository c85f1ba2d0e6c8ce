import { setTimeout as pause } from 'node:timers/promises';
import { runAlongside } from '../platform/run-alongside.ts';
import { household } from '../platform/sign-up-person-with-account.ts';

/** Number of people, which is below the hourly limit of sign-ups per address. */
const MOST = 20;

/**
 * Signs up one person after the other, who opens an account and reads its transactions, while something is done. Each request
 * may reach another pod.
 *
 * @returns the number of people who signed up
 * @throws Error for the first who could not, or whose session was not accepted
 */
export async function newcomersWhile(origin: string, done: () => Promise<unknown>): Promise<number> {
  let came = 0;
  await runAlongside(done, async (isGoing) => {
    while (isGoing() && came < MOST) {
      const { person, list } = await household(origin);
      for (let look = 0; look < 10; look++) {
        const { status } = await person.get(list);
        if (status !== 200) throw new Error(`newcomer ${came} was answered with ${status}`);
        await pause(100);
      }
      person.close();
      came++;
    }
  });
  return came;
}
