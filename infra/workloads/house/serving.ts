import { WEB } from './names.ts';

/*
 * How a pod that serves people comes and goes without one of them noticing.
 */

/** One more pod before one leaves. */
export const ROLLING = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };

/** Until the last proxy has heard that the pod leaves, it must go on as if nothing had happened. */
const SLEEP_SECONDS = 5;
export const LEAVING = { preStop: { sleep: { seconds: SLEEP_SECONDS } } };

/** What open requests may take after the drain. */
const CLOSE_SECONDS = 15;

/** Seconds until a pod is killed: the sleep, the drain, and what open requests may take after it. */
export function graceFor(drainSeconds: number): number {
  return SLEEP_SECONDS + drainSeconds + CLOSE_SECONDS;
}

/** The annotations by which a Prometheus of others finds metrics. */
export const SCRAPE = {
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': String(WEB.metricsPort),
  'prometheus.io/path': '/metrics',
};
