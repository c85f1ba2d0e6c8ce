import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Visitor } from '../platform/http-client-with-cookies.ts';
import type { Household } from '../platform/sign-up-person-with-account.ts';

/** A row whose write was acknowledged. */
export interface Acknowledged {
  readonly row: string;
  /** Time of the acknowledgement, in milliseconds since 1970. */
  readonly at: number;
}

export interface Writers {
  /** Acknowledged rows, by payee. */
  readonly acknowledged: readonly Acknowledged[];
  /** Stops the writers, each after its current request. */
  stop(): Promise<void>;
}

/** Milliseconds between two rows of one person, which keeps each below the API's rate limit per minute. */
const PAUSE_MS = 250;

/**
 * Starts several people who write rows over and over. Without an answer, or with another one than "written", each sends the
 * same row with the same idempotency key again, as a person would who is told to.
 */
export function startWriters(people: readonly Household[], name: string): Writers {
  const acknowledged: Acknowledged[] = [];
  let writing = true;
  const write = async ({ person }: Household, number: number) => {
    const writer = person.twin();
    for (let turn = 1; writing; turn++) {
      const row = `${name}: writer ${number}, row ${turn}`;
      const key = randomUUID();
      let isWritten = false;
      while (writing && !isWritten) {
        isWritten = await send(writer, row, key);
        if (isWritten) acknowledged.push({ row, at: Date.now() });
        await pause(isWritten ? PAUSE_MS : 200);
      }
    }
    writer.close();
  };
  const all = people.map(write);
  return {
    acknowledged,
    async stop() {
      writing = false;
      await Promise.all(all);
    },
  };
}

async function send(writer: Visitor, payee: string, key: string): Promise<boolean> {
  try {
    const read = await writer.get('/api/data?limit=1');
    const { data } = JSON.parse(read.body) as { data: Array<{ postings: Array<{ account?: string }> }> };
    const account = data.flatMap(({ postings }) => postings).find((posting) => posting.account)?.account;
    const spent = { bookedOn: '2025-11-21', amount: '-1.00', account, payee };
    const headers = { 'x-csrf-token': String(read.headers['x-csrf-token']), 'idempotency-key': key };
    return (await writer.postJson('/api/data', spent, headers)).status === 201;
  } catch {
    return false;
  }
}

/** Longest time without an acknowledged row within a span of milliseconds since 1970; in seconds. */
export function longestGap(rows: readonly Acknowledged[], from: number, to: number): number {
  const times = [from, ...rows.map(({ at }) => at).filter((at) => at > from && at < to), to].toSorted(
    (a, b) => a - b,
  );
  return Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? at))) / 1000;
}
