import { setTimeout } from 'node:timers/promises';
import type { KubeObject } from '../../manifests/object.ts';
import { GAVE_UP, hopeless, type Trouble, type Verdict, waiting } from './verdict.ts';

/** Something that is waited for. */
export interface Awaited {
  readonly object: KubeObject;
  /** After how many seconds without any progress it is given up, even if nothing says that it is hopeless. */
  readonly seconds: number;
  /** Tells people what it waits for, whenever that changes, and that it is ready if they were told something before. */
  say(what: string): void;
}

/** Something that does not get ready. */
export interface Failure {
  readonly object: KubeObject;
  /** What it waited for last. */
  readonly why: string;
  readonly troubles: readonly Trouble[];
  /** Seconds without progress after which it was given up, where only that says that it is hopeless. */
  readonly timedOut?: number;
}

/** At least one object does not get ready; tells of every object that has trouble at that moment. */
export class NotReady extends Error {
  readonly failures: readonly Failure[];

  constructor(failures: readonly Failure[]) {
    super(`not ready: ${failures.map(({ object }) => object.metadata.name).join(', ')}`);
    this.failures = failures;
  }
}

export interface WaitsOptions {
  look(objects: readonly KubeObject[]): Promise<readonly Verdict[]>;
  /** Seconds in which trouble may heal that may heal. */
  readonly patience: number;
  /** Milliseconds between two looks. @default 1000 */
  readonly pause?: number;
}

/**
 * Waits for many objects with one look at all of them each second.
 *
 * @returns waits for one object; rejects with NotReady as soon as any of them is hopeless.
 */
export function waits({ look, patience, pause = 1000 }: WaitsOptions): (awaited: Awaited) => Promise<void> {
  const entries = new Set<Entry>();
  let isWatching = false;

  async function watch(): Promise<void> {
    isWatching = true;
    await setTimeout(TOGETHER);
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
      await setTimeout(looked.length < entries.size ? TOGETHER : pause);
    }
    isWatching = false;
  }
  return (awaited) => {
    const entry = new Entry(awaited);
    entries.add(entry);
    if (!isWatching) void watch();
    return entry.promise;
  };
}

/** Milliseconds in which others may join a look. */
const TOGETHER = 50;

function unanswered(error: Error): Verdict {
  return waiting(`the cluster does not say: ${error.message}`);
}

class Entry {
  readonly awaited: Awaited;
  readonly promise: Promise<void>;
  readonly reject: (error: NotReady) => void;
  verdict: Verdict = waiting('');
  readonly #resolve: () => void;
  readonly #began = performance.now();
  #moved = this.#began;
  #furthest = Number.NEGATIVE_INFINITY;
  readonly #firstSeen = new Map<string, number>();
  #troubles: readonly Trouble[] = [];
  /** What there was before that. */
  #earlier: readonly Trouble[] = [];

  constructor(awaited: Awaited) {
    this.awaited = awaited;
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
    // What goes back and forth does not get further.
    if (verdict.progress > this.#furthest) {
      this.#furthest = verdict.progress;
      this.#moved = performance.now();
    }
    // A process that ends again and again has none while it runs.
    if (verdict.troubles.length > 0) {
      if (verdict.troubles[0]?.key !== this.#troubles[0]?.key) this.#earlier = this.#troubles;
      this.#troubles = verdict.troubles;
    }
    for (const { key } of verdict.troubles)
      if (!this.#firstSeen.has(key)) this.#firstSeen.set(key, performance.now());
    if (said !== verdict.why) this.awaited.say(verdict.why);
  }

  /** Why it is given up now, if it is. */
  failure(patience: number): Failure | undefined {
    if (this.verdict.is === 'ready') return undefined;
    const { object, seconds } = this.awaited;
    const { why } = this.verdict;
    const found = hopeless(this.verdict, (key) => this.#secondsSince(this.#firstSeen.get(key)), patience);
    // A Job that gave up has no pods left to say why.
    const earlier = found.some(({ key }) => key === GAVE_UP) ? this.#earlier : [];
    if (found.length > 0) return { object, why, troubles: [...earlier, ...found] };
    const isOver = this.#secondsSince(this.#moved) >= seconds;
    return isOver ? { object, why, troubles: this.#troubles, timedOut: seconds } : undefined;
  }

  /** What it would have failed of some time later. */
  trouble(): Failure | undefined {
    if (this.verdict.is === 'ready' || this.#troubles.length === 0) return undefined;
    return { object: this.awaited.object, why: this.verdict.why, troubles: this.#troubles };
  }

  #secondsSince(when = Number.POSITIVE_INFINITY): number {
    return (performance.now() - when) / 1000;
  }
}
