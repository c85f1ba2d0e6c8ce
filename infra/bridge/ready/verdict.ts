/** Something that keeps an object from getting ready. */
export interface Trouble {
  /** What it is about, the same for as long as it lasts: `pull web`. */
  readonly key: string;
  /** What is wrong, in one sentence without a full stop. */
  readonly cause: string;
  /** What to do or to look at. */
  readonly advice: string;
  /** Whether it may heal by itself, so that it gets some time. */
  readonly heals: boolean;
  /** Nobody tried again since this run began, so it may be over. */
  readonly stale?: boolean;
  /** It is being tried again at this moment. */
  readonly trying?: boolean;
  /** Where the last words of a process are that ended. */
  readonly log?: LogPlace;
}

export interface LogPlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** It has been started again since. */
  readonly previous: boolean;
}

export interface Waiting {
  readonly is: 'waiting';
  /** What for, in a few words. */
  readonly why: string;
  readonly troubles: readonly Trouble[];
  /** How far it has come, in steps such as pods; only whether that grows is of use. */
  readonly progress: number;
}

export type Verdict = { readonly is: 'ready' } | Waiting;

/** The key of what ended for good. */
export const GAVE_UP = 'failed';

export const READY: Verdict = { is: 'ready' };

/** Pods of one making have the same trouble: it is told once. */
export function waiting(why: string, troubles: readonly Trouble[] = [], progress = 0): Waiting {
  const byKey = new Map(troubles.map((trouble) => [trouble.key, trouble]));
  return { is: 'waiting', why, troubles: [...byKey.values()], progress };
}

/** What will not heal, or should have by now. What is being tried again may yet go well. */
export function hopeless(
  { troubles }: Waiting,
  secondsSince: (key: string) => number,
  patience: number,
): readonly Trouble[] {
  return troubles.filter(
    ({ key, heals, stale = false, trying = false }) =>
      !stale && !trying && (!heals || secondsSince(key) >= patience),
  );
}
