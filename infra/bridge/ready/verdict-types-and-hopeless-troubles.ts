/** Something that keeps an object from getting ready. */
export interface Trouble {
  /** Identity of the trouble for as long as it lasts: `pull web`. */
  readonly key: string;
  /** Description of the fault, in one sentence without a full stop. */
  readonly cause: string;
  /** Next step for a person. */
  readonly advice: string;
  /** True when it may heal by itself, so that it gets some time. */
  readonly heals: boolean;
  /** True when nothing was tried since this run began, so that the trouble may be over. */
  readonly stale?: boolean;
  /** True while another attempt is under way. */
  readonly trying?: boolean;
  /** Log of the container that ended. */
  readonly log?: LogPlace;
}

export interface LogPlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** True to read the log of the instance before the last restart. */
  readonly previous: boolean;
}

export interface Waiting {
  readonly is: 'waiting';
  /** Reason for waiting, in a few words. */
  readonly why: string;
  readonly troubles: readonly Trouble[];
  /** Progress in steps such as pods; only whether it grows matters. */
  readonly progress: number;
}

export type Verdict = { readonly is: 'ready' } | Waiting;

/** Key of trouble that ended an object for good. */
export const GAVE_UP = 'failed';

export const READY: Verdict = { is: 'ready' };

/** Builds a waiting verdict; pods of one template have the same trouble, which is listed once. */
export function waiting(why: string, troubles: readonly Trouble[] = [], progress = 0): Waiting {
  const byKey = new Map(troubles.map((trouble) => [trouble.key, trouble]));
  return { is: 'waiting', why, troubles: [...byKey.values()], progress };
}

/** Troubles that will not heal, or should have by now. Those with an attempt under way may yet go well. */
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
