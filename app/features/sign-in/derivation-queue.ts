import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import { say } from '../../words/say.ts';

/** More people are signing in than this process can serve soon. No password was checked, so it does not count as wrong. */
export class BusyError extends Error {
  readonly statusCode = 503;
  constructor() {
    super(say('signIn.busy'));
    this.name = 'BusyError';
  }
}

export interface Room {
  /** Number of concurrent derivations. */
  readonly places: number;
  /** Maximum queue length. */
  readonly waiting: number;
}

/** Runs at most `places` derivations at a time, queues up to `waiting` in order, and refuses the rest with a BusyError. */
export function derivationQueue({ places, waiting }: Room) {
  const limit = pLimit(places);
  return async <T>(derive: () => Promise<T>): Promise<T> => {
    if (limit.activeCount + limit.pendingCount >= places + waiting) throw new BusyError();
    return limit(derive);
  };
}

/**
 * Sizes the queue. A derivation occupies a core and a libuv thread from start to end. So one core is left for requests,
 * if there are two, and half of the pool for DNS, files and compression, which need its threads too.
 */
export function derivationRoom({ cores, threads }: { cores: number; threads: number }): Room {
  const places = Math.max(1, Math.min(cores - 1, Math.floor(threads / 2)));
  return { places, waiting: 50 * places }; // a few seconds' worth: beyond that an error is better than a wait
}

/** One queue for the whole process, whose cores and threads it shares. */
export const room = derivationRoom({
  cores: availableParallelism(), // in a container with a CPU limit, its share of them
  threads: Number(process.env['UV_THREADPOOL_SIZE']) || 4, // read by libuv itself; its default is 4
});
export const queued = derivationQueue(room);
