/*
 * Settings that let pods start and stop without anybody noticing.
 */

/** Sleep before SIGTERM: proxies remove the leaving pod from their endpoints while it still serves. */
const SLEEP_SECONDS = 5;
export const LEAVING = { preStop: { sleep: { seconds: SLEEP_SECONDS } } };

/** Time for open requests after the drain. */
const CLOSE_SECONDS = 15;

/** Termination grace period in seconds: the sleep, the drain, and the time for open requests after it. */
export function graceFor(drainSeconds: number): number {
  return SLEEP_SECONDS + drainSeconds + CLOSE_SECONDS;
}
