import type { limits } from '../plugins/rate-limit.ts';
import type { SignedIn, Started } from './start-app.ts';

/** Uses up somebody's rate limit, or `by` of it, in a window that outlasts any test. */
export async function exhaustLimit(
  { app }: Started,
  { remoteAddress, cookies, person }: Pick<SignedIn, 'remoteAddress' | 'cookies'> & { person?: string },
  limit: Pick<(typeof limits)[keyof typeof limits], 'max' | 'keyGenerator'>,
  by: number = limit.max,
): Promise<void> {
  const deviceToken = cookies.get('device') ?? null;
  const request = { ip: remoteAddress, deviceToken, person: { id: person } } as never;
  await app.counts.add(`limit:${limit.keyGenerator(request)}`, by, 3_600_000);
}
