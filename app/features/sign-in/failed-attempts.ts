import { createHash } from 'node:crypto';
import { networkOf } from '../../plugins/client-network.ts';
import type { Counts } from '../../plugins/rate-limit-counters.ts';
import { durationWords } from '../../web/duration-words.ts';
import { say } from '../../words/say.ts';

/** Milliseconds for which a failed attempt counts. */
const WINDOW = 15 * 60_000;

/**
 * Failed attempts within the window before one has to wait: per account and network, and per network for all accounts.
 * There is no limit per account alone, with which strangers could lock its person out. A device on which the person has
 * signed in before has its own limit, so that a neighbour's attempts do not lock them out either.
 */
const MOST = { together: 10, network: 100, device: 10 } as const;

/** An attempt to sign in. */
export interface Try {
  /** Id of the person; for an unknown e-mail, its text as case-folded by Postgres. */
  readonly account: string;
  /** Client address; undefined once the connection is gone. */
  readonly address: string | undefined;
  /** Hash of a device known to be the person's, or undefined. */
  readonly device: Buffer | undefined;
}

/** A permitted attempt, counted as failed unless it is given back. */
export interface Taken {
  giveBack(): Promise<void>;
}

/** An attempt over the limit. */
export interface TooMany {
  /** Milliseconds until the next attempt is permitted. */
  readonly wait: number;
}

/**
 * Counts an attempt in advance, so that concurrent ones cannot all pass.
 *
 * @returns the wait when there were too many failed attempts; this one is not counted then
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
 * Makes an attempt, and gives it back unless it failed: after a success, and when it could not be made.
 *
 * @param make resolves to true for a success
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

/** Message for the page. */
export function waitText({ wait }: TooMany): string {
  return say('signIn.tooManyTries', { duration: durationWords(wait) });
}

/** Counter keys with their limits. */
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
