import { createHash } from 'node:crypto';
import type { Counts } from '../../plugins/counts.ts';
import { networkOf } from '../../plugins/network.ts';
import { durationWords } from '../../web/duration.ts';

/** Milliseconds for which a wrong try counts. */
const WINDOW = 15 * 60_000;

/**
 * Wrong tries within the window after which one has to wait: for one account from one network, and for all accounts from
 * one. None is for an account from everywhere, by which strangers could keep its person out. A device in which the person
 * signed in before has a limit of its own, so that a neighbour's tries do not keep them out either.
 */
const MOST = { together: 10, network: 100, device: 10 } as const;

/** One try to sign in. */
export interface Try {
  /** Id of the person; for an e-mail that nobody has, its text as Postgres folds it. */
  readonly account: string;
  /** Where the request comes from; undefined once its connection is gone. */
  readonly address: string | undefined;
  /** Hash of a device that is known to be the person's, or undefined. */
  readonly device: Buffer | undefined;
}

/** A try that may be made, and counts as a wrong one unless it is given back. */
export interface Taken {
  giveBack(): Promise<void>;
}

/** A try that may not be made. */
export interface TooMany {
  /** Milliseconds until it may. */
  readonly wait: number;
}

/**
 * Counts a try before it is made, so that many at once are not all let through.
 *
 * @returns how long to wait where there were too many wrong ones; then this one is not counted
 */
export async function takeTry(counts: Counts, one: Try): Promise<Taken | TooMany> {
  const keys = keysOf(one);
  const taken = await Promise.all(keys.map(([key]) => counts.add(key, 1, WINDOW)));
  const giveBack = async () => {
    await Promise.all(keys.map(([key]) => counts.add(key, -1, WINDOW)));
  };
  const exceeded = taken.filter(({ current }, index) => current > (keys[index]?.[1] ?? 0));
  if (exceeded.length === 0) return { giveBack };
  await giveBack();
  return { wait: Math.max(...exceeded.map(({ ttl }) => ttl)) };
}

/**
 * Makes a try, and gives it back unless it was a wrong one: when it was right, and when it could not be made.
 *
 * @param make gives whether it was right
 */
export async function tried(taken: Taken, make: () => Promise<boolean>): Promise<boolean> {
  let wrong = false;
  try {
    wrong = !(await make());
    return !wrong;
  } finally {
    if (!wrong) await taken.giveBack();
  }
}

/** In words, for the page. */
export function waitText({ wait }: TooMany): string {
  return `There were too many wrong tries. Wait ${durationWords(wait)}, then try again.`;
}

/** Keys and the most that each may count. */
function keysOf({ account, address, device }: Try): readonly (readonly [string, number])[] {
  const whom = digest(account);
  if (device) return [[`tries:device:${whom}:${digest(device)}`, MOST.device]];
  const where = digest(networkOf(address));
  return [
    [`tries:together:${whom}:${where}`, MOST.together],
    [`tries:network:${where}`, MOST.network],
  ];
}

function digest(value: string | Buffer): string {
  return createHash('sha256').update(value).digest('base64url');
}
