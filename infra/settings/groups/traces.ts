import * as v from 'valibot';
import { group } from '../group.ts';
import { resources } from '../resources.ts';
import { unchosen, whole } from '../values.ts';

const built = ['none', 'jaeger'] as const;
const refused = unchosen(built, []);

/** What a request did, step by step. Off: the app then loads nothing of it. */
export const traces = v.variant(
  'kind',
  [
    group({ kind: v.literal('none') }),
    /** A Jaeger beside the metrics, which keeps the newest traces in its memory. */
    group({
      kind: v.literal('jaeger'),
      /** Of the requests that nobody traced before; what a caller traces is traced here too. */
      sampleRatio: v.optional(ratio(), 0.1),
      /** About 10 KiB each; the oldest goes first. */
      keep: v.optional(whole(100, 1_000_000), 20_000),
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
