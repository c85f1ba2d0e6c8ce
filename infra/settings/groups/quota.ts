import * as v from 'valibot';
import { group } from '../group.ts';
import { cpu, memory, whole } from '../quantity-text-and-choice-schemas.ts';

/**
 * Resource quota of the namespace: total limits of its pods, and requests of its claims. Absent values are summed up from
 * the workloads; one that is too small for them is refused at synthesis.
 */
export const quota = group({
  /** Limits of CPU of all pods together. */
  cpu: v.exactOptional(cpu()),
  /** Limits of memory of all pods together. */
  memory: v.exactOptional(memory()),
  /** Number of pods. */
  pods: v.exactOptional(whole(1, 1000)),
  /** Sizes of all claims together. */
  storage: v.exactOptional(memory()),
});
