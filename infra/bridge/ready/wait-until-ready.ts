import { setTimeout } from 'node:timers/promises';
import type { KubeObject } from '../../manifests/object.ts';
import {
  GAVE_UP,
  hopeless,
  type Trouble,
  type Verdict,
  waiting,
} from './verdict-types-and-hopeless-troubles.ts';

/** An object to wait for. */
export interface Awaited {
  readonly object: KubeObject;
  /** Seconds without any progress after which it is given up, even if no trouble is hopeless. */
  readonly seconds: number;
  /** Reports progress whenever it changes, and readiness if anything was reported before. */
  say(what: string): void;
}

/** An object that does not get ready. */
export interface Failure {
  readonly object: KubeObject;
  /** Last reason for waiting. */
  readonly why: string;
  readonly troubles: readonly Trouble[];
  /** Seconds without progress after which it was given up; absent when it was hopeless. */
  readonly timedOut?: number;
}

/** Thrown when at least one object does not get ready; lists every object in trouble at that moment. */
export class NotReady extends Error {
  readonly failures: readonly Failure[];

  constructor(failures: readonly Failure[]) {
    super(`not ready: ${failures.map(({ object }) => object.metadata.name).join(', ')}`);
    this.failures = failures;
  }
}

export interface WaitsOptions {
  look(objects: readonly KubeObject[]): Promise<readonly Verdict[]>;
  /** Seconds that recoverable trouble gets to heal. */
  readonly patience: number;
  /** @default that of the machine */
  readonly clock?: Clock;
}

/** Time as it is measured and waited for. */
export interface Clock {
  /** Milliseconds since a moment that stays the same. */
  now(): number;
  pause(milliseconds: number): Promise<unknown>;
}

/**
 * Waits for many objects with one look at all of them each second.
 *
 * @returns a function that waits for one object; it rejects with NotReady as soon as any of them is hopeless.
 */
export function waitUntilReady(options: WaitsOptions): (awaited: Awaited) => Promise<void> {
  const { look, patience, clock = MACHINE } = options;
  const entries = new Set<Entry>();
  let isWatching = false;

  async function watch(): Promise<void> {
    isWatching = true;
    await clock.pause(TOGETHER);
    while (entries.size > 0) {
      const looked = [...entries];
      const verdicts = await look(looked.map(({ awaited }) => awaited.object)).catch(unanswered);
      for (const [index, entry] of looked.entries()) {
        entry.heard(Array.isArray(verdicts) ? verdicts[index] : verdicts);
        if (entry.verdict.is === 'ready') entries.delete(entry);
      }
      if (looked.some((entry) => entry.failure(patience) !== undefined)) {
        const error = new NotReady(
          looked.flatMap((entry) => entry.failure(patience) ?? entry.trouble() ?? []),
        );
        for (const entry of entries) entry.reject(error);
        entries.clear();
      }
      await clock.pause(looked.length < entries.size ? TOGETHER : PAUSE);
    }
    isWatching = false;
  }
  return (awaited) => {
    const entry = new Entry(awaited, clock);
    entries.add(entry);
    if (!isWatching) void watch();
    return entry.promise;
  };
}

/** Milliseconds in which other objects may join a look. */
const TOGETHER = 50;
/** Milliseconds between two looks. */
const PAUSE = 1000;

const MACHINE: Clock = { now: () => performance.now(), pause: (milliseconds) => setTimeout(milliseconds) };

function unanswered(error: Error): Verdict {
  return waiting(`the cluster does not say: ${error.message}`);
}

class Entry {
  readonly awaited: Awaited;
  readonly promise: Promise<void>;
  readonly reject: (error: NotReady) => void;
  verdict: Verdict = waiting('');
  readonly #resolve: () => void;
  readonly #clock: Clock;
  readonly #began: number;
  #moved: number;
  #furthest = Number.NEGATIVE_INFINITY;
  readonly #firstSeen = new Map<string, number>();
  #troubles: readonly Trouble[] = [];
  /** Troubles before the present ones. */
  #earlier: readonly Trouble[] = [];

  constructor(awaited: Awaited, clock: Clock) {
    this.awaited = awaited;
    this.#clock = clock;
    this.#began = clock.now();
    this.#moved = this.#began;
    ({ promise: this.promise, resolve: this.#resolve, reject: this.reject } = Promise.withResolvers<void>());
  }

  heard(verdict: Verdict): void {
    const said = this.verdict.is === 'ready' ? '' : this.verdict.why;
    this.verdict = verdict;
    if (verdict.is === 'ready') {
      if (said !== '') this.awaited.say(`ready after ${Math.round(this.#secondsSince(this.#began))} s`);
      this.#resolve();
      return;
    }
    // Only a new maximum is progress; going back and forth is not.
    if (verdict.progress > this.#furthest) {
      this.#furthest = verdict.progress;
      this.#moved = this.#clock.now();
    }
    // A crash-looping process has no trouble while it runs, so the last ones are kept.
    if (verdict.troubles.length > 0) {
      if (verdict.troubles[0]?.key !== this.#troubles[0]?.key) this.#earlier = this.#troubles;
      this.#troubles = verdict.troubles;
    }
    for (const { key } of verdict.troubles)
      if (!this.#firstSeen.has(key)) this.#firstSeen.set(key, this.#clock.now());
    if (said !== verdict.why) this.awaited.say(verdict.why);
  }

  /** Reason to give up now, if there is one. */
  failure(patience: number): Failure | undefined {
    if (this.verdict.is === 'ready') return undefined;
    const { object, seconds } = this.awaited;
    const { why } = this.verdict;
    const found = hopeless(this.verdict, (key) => this.#secondsSince(this.#firstSeen.get(key)), patience);
    // A failed Job has no pods left to say why.
    const earlier = found.some(({ key }) => key === GAVE_UP) ? this.#earlier : [];
    if (found.length > 0) return { object, why, troubles: [...earlier, ...found] };
    const isOver = this.#secondsSince(this.#moved) >= seconds;
    return isOver ? { object, why, troubles: this.#troubles, timedOut: seconds } : undefined;
  }

  /** Present trouble, not yet hopeless, if there is any. */
  trouble(): Failure | undefined {
    if (this.verdict.is === 'ready' || this.#troubles.length === 0) return undefined;
    return { object: this.awaited.object, why: this.verdict.why, troubles: this.#troubles };
  }

  #secondsSince(when = Number.POSITIVE_INFINITY): number {
    return (this.#clock.now() - when) / 1000;
  }
}
