import * as v from 'valibot';
import { group } from '../group.ts';
import { unchosen, whole } from '../quantity-text-and-choice-schemas.ts';
import { resources } from '../resources.ts';

const built = ['none', 'jaeger'] as const;
const refused = unchosen(built, []);

/** Distributed tracing. Off: the app loads no tracing code. */
export const traces = v.variant(
  'kind',
  [
    group({ kind: v.literal('none') }),
    /** A Jaeger in the monitoring namespace, which keeps the newest traces in memory. */
    group({
      kind: v.literal('jaeger'),
      /** Sampling ratio of requests without a trace context; those that a caller samples are sampled here too. */
      sampleRatio: v.optional(ratio(), 0.1),
      /** Traces to keep, about 10 KiB each; the oldest are dropped first. */
      keep: v.optional(whole(100, 1_000_000), 20_000),
      /** CPU and memory of Jaeger. */
      resources: resources('50m/256Mi', '500m/512Mi'),
    }),
  ],
  (issue) => (issue.path ? refused(issue) : `must be a group of settings with kind ${built.join(', ')}`),
);

function ratio() {
  const message = 'must be a number from 0 to 1';
  return v.pipe(
    v.number(message),
    v.check((share) => share >= 0 && share <= 1, message),
  );
}
