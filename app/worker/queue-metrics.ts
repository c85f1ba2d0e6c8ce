import { Counter, Gauge, type Registry } from 'prom-client';

/** State of the queue for one kind of job. */
export interface KindState {
  readonly kind: string;
  readonly waiting: number;
  readonly failed: number;
  /** Age of the oldest waiting job in seconds. */
  readonly oldest: number;
  /** Time of the last success in seconds since 1970; 0 for never. */
  readonly last_done: number;
}

export interface QueueMetrics {
  ended(kind: string, how: 'done' | 'tried again' | 'failed'): void;
  show(states: readonly KindState[], nightly: readonly string[]): void;
}

/** Creates the metrics of the queue. Every worker reports the same state of the queue, and counts its own attempts. */
export function queueMetrics(registry: Registry): QueueMetrics {
  const ended = new Counter({
    name: 'app_jobs_total',
    help: 'Attempts at jobs, by how they ended: done, tried again, failed',
    labelNames: ['kind', 'result'],
    registers: [registry],
  });
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['kind'], registers: [registry] });
  const waiting = gauge('app_jobs_waiting', 'Jobs that are not done yet');
  const failed = gauge('app_jobs_failed', 'Jobs of the last 30 days that failed for good');
  const oldest = gauge('app_jobs_oldest_seconds', 'How long ago the oldest job that waits was put');
  const nightlyDone = gauge(
    'app_nightly_last_success_timestamp_seconds',
    'When nightly work of this kind was done last; 0 for never',
  );
  return {
    ended: (kind, result) => ended.inc({ kind, result }),
    show(states, nightly) {
      for (const { kind, ...state } of states) {
        waiting.set({ kind }, state.waiting);
        failed.set({ kind }, state.failed);
        oldest.set({ kind }, state.oldest);
        if (nightly.includes(kind)) nightlyDone.set({ kind }, state.last_done);
      }
    },
  };
}
