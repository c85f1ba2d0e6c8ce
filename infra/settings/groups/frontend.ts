import * as v from 'valibot';
import { crossCheck } from '../cross-check.ts';
import { group } from '../group.ts';
import { rollout } from '../max-surge-and-unavailable.ts';
import { placement } from '../placement.ts';
import { flag, whole } from '../quantity-text-and-choice-schemas.ts';
import { resources } from '../resources.ts';

const autoscaling = group({
  /** Minimum replicas. */
  min: v.optional(whole(1, 100), 2),
  /** Maximum replicas. */
  max: v.optional(whole(1, 100), 5),
  /** Use of the requested CPU above which pods are added. */
  cpuPercent: v.optional(whole(1, 100), 80),
});

/** An optional tier before the app: serves the static files and proxies everything else. */
export const frontend = group({
  /** Puts the frontend tier before the app. */
  enabled: v.optional(flag(), false),
  /** CPU and memory of each pod. */
  resources: resources('100m/96Mi', '500m/192Mi'),
  /** Rollout: a new pod starts before an old one leaves. */
  rollout: rollout({ maxSurge: 1, maxUnavailable: 0 }),
  /** Nodes that the pods may run on. */
  placement: placement(),
  autoscaling: v.optional(
    v.pipe(
      autoscaling,
      crossCheck<v.InferOutput<typeof autoscaling>>(
        ['min', 'max'],
        ({ min, max }) => min <= max,
        ({ max }) => `must not be above max (${max})`,
      ),
    ),
    {},
  ),
});
