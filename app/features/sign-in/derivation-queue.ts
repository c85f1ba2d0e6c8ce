import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';

/** More people sign in than this process can serve soon. No password was looked at: it is no wrong one. */
export class BusyError extends Error {
  readonly statusCode = 503;
  constructor() {
    super('Very many people are signing in right now. Nothing was changed; try again in a few seconds.');
    this.name = 'BusyError';
  }
}

export interface Room {
  /** How many run at a time. */
  readonly places: number;
  /** How many may wait for a place. */
  readonly waiting: number;
}

/** Runs so many at a time, lets so many wait in the order they came, and refuses the rest with a BusyError. */
export function derivationQueue({ places, waiting }: Room) {
  const limit = pLimit(places);
  return async <T>(derive: () => Promise<T>): Promise<T> => {
    if (limit.activeCount + limit.pendingCount >= places + waiting) throw new BusyError();
    return limit(derive);
  };
}

/**
 * A derivation keeps a core and a thread of libuv's pool busy from its beginning to its end. So a core is left for
 * requests, where there are two, and half of the pool for names, files and compression, which wait for its threads too.
 */
export function derivationRoom({ cores, threads }: { cores: number; threads: number }): Room {
  const places = Math.max(1, Math.min(cores - 1, Math.floor(threads / 2)));
  return { places, waiting: 50 * places }; // a few seconds' worth: after that people would rather be told
}

/** For the whole process, since its cores and threads are. */
export const room = derivationRoom({
  cores: availableParallelism(), // in a container with a CPU limit, its share of them
  threads: Number(process.env['UV_THREADPOOL_SIZE']) || 4, // libuv reads it by itself, and takes 4 without it
});
export const queued = derivationQueue(room);
