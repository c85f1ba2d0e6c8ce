import { setTimeout as pause } from 'node:timers/promises';
import { household } from './household.ts';
import { meanwhile } from './meanwhile.ts';

/** Below what one address may sign up in an hour. */
const MOST = 20;

/**
 * Has one person after the other sign up, open an account and look at it while something is done; each of their requests
 * may come to another pod.
 *
 * @returns how many did
 * @throws Error for the first who could not, or was not known any more
 */
export async function newcomersWhile(origin: string, done: () => Promise<unknown>): Promise<number> {
  let came = 0;
  await meanwhile(done, async (isGoing) => {
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
