import { describePods, isReady } from './describe-pods-not-ready.ts';
import { oneLine } from './one-line.ts';
import { podTroubles } from './pod-troubles.ts';
import type { Facts, Pod } from './verdict-fact-types.ts';
import { GAVE_UP, READY, type Verdict, waiting } from './verdict-types-and-hopeless-troubles.ts';

/** Verdict on a bare Pod: ready when it is running and ready, or has succeeded. */
export function verdictOfPod(facts: Facts): Verdict {
  const pod = facts.object as Pod | undefined;
  if (pod === undefined) return waiting('is not in the cluster');
  const { phase, reason, message } = pod.status ?? {};
  if (phase === 'Succeeded' || isReady(pod)) return READY;
  const troubles = podTroubles(pod, facts);
  if (phase !== 'Failed') return waiting(describePods([pod], facts)[0] ?? 'is starting', troubles);
  const ended = {
    key: GAVE_UP,
    cause: `the pod has failed: ${oneLine(message ?? reason ?? 'see its log')}`,
    advice: 'delete it, so that the next run makes it anew',
    heals: false,
  };
  return waiting('has failed', [{ ...troubles[0], ...ended, cause: troubles[0]?.cause ?? ended.cause }]);
}
