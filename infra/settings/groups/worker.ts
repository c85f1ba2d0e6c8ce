import * as v from 'valibot';
import { group } from '../group.ts';
import { rollout } from '../max-surge-and-unavailable.ts';
import { placement } from '../placement.ts';
import { whole } from '../quantity-text-and-choice-schemas.ts';
import { resources } from '../resources.ts';

/** Pods that run background jobs. */
export const worker = group({
  /** Replicas; one is enough for nightly jobs, with two they go on while a node is down. */
  replicas: v.optional(whole(1, 20), 1),
  /** CPU and memory of each pod: a worker takes 110 MiB, and a process of its own for a large file up to 240 more. */
  resources: resources('50m/96Mi', '1/384Mi'),
  /** Rollout: an old pod leaves before a new one starts, so that there are never more connections than asked for. */
  rollout: rollout({ maxSurge: 0, maxUnavailable: 1 }),
  /** Nodes that the pods may run on. */
  placement: placement(),
});
