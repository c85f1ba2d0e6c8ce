import type { limits } from '../plugins/rate-limit.ts';
import type { SignedIn, Started } from './start-app.ts';

/** Counts as if somebody had done all that a limit allows, or `by`, in a window that no test outlives. */
export async function exhaust(
  { app }: Started,
  { remoteAddress, person }: Pick<SignedIn, 'remoteAddress' | 'person'>,
  limit: (typeof limits)[keyof typeof limits],
  by: number = limit.max,
): Promise<void> {
  const request = { ip: remoteAddress, person: { id: person } } as never;
  await app.counts.add(`limit:${limit.keyGenerator(request)}`, by, 3_600_000);
}
