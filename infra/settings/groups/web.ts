import * as v from 'valibot';
import { bytes } from '../check-and-parse-cpu-and-memory.ts';
import { crossCheck } from '../cross-check.ts';
import { group } from '../group.ts';
import { rollout } from '../max-surge-and-unavailable.ts';
import { image } from '../name-and-url-schemas.ts';
import { placement } from '../placement.ts';
import { choice, whole } from '../quantity-text-and-choice-schemas.ts';
import { resources } from '../resources.ts';

const autoscaling = group({
  /** Minimum replicas; two, so that one pod can leave without an outage. */
  min: v.optional(whole(1, 100), 2),
  /** Maximum replicas. */
  max: v.optional(whole(1, 100), 10),
  /** Use of the requested CPU above which pods are added. */
  cpuPercent: v.optional(whole(1, 100), 70),
  /** Use of the requested memory above which pods are added. */
  memoryPercent: v.optional(whole(1, 100), 80),
});

/**
 * Memory of a pod that does nothing, as the autoscaler measures it (working set: all but files that nobody reads any more):
 * 81 MiB were measured after the start in a cgroup of its own, and 94 MiB of anonymous memory after use; the rest is a margin
 * for the program's files, which count for the first pod on a node.
 */
const IDLE = '112Mi';

/** Pods of the app. */
const groups = group({
  /** The app's image. */
  image: image(),
  /** CPU and memory of each pod. */
  resources: resources('250m/256Mi', '500m/512Mi'),
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
  /**
   * Registration: open to anybody (`open`), to holders of a one-use link (`invited`), or to nobody (`closed`). Owners create
   * links to their books; the first person's is a secret of the stack, and `up` says how to see it.
   */
  signUp: v.optional(choice(['open', 'invited', 'closed']), 'invited'),
  /** The least important lines that are logged. */
  logLevel: v.optional(choice(['trace', 'debug', 'info', 'warn', 'error']), 'info'),
  /** Database connections per pod. Absent: ten, or fewer if the database in the cluster has not enough for all pods. */
  databaseConnections: v.exactOptional(whole(1, 200)),
  /** Seconds that a terminating pod still serves, while /ready diverts new requests. */
  drainSeconds: v.optional(whole(1, 300), 10),
});

/** Pods of the app, with a memory target that pods without work do not reach. */
export const web = v.pipe(
  groups,
  crossCheck<v.InferOutput<typeof groups>>(
    ['autoscaling.memoryPercent', 'resources.requests.memory'],
    ({ autoscaling, resources }) =>
      autoscaling.min === autoscaling.max || !(targetOf(autoscaling, resources) <= bytes(IDLE)),
    ({ autoscaling, resources }) =>
      `is a target of ${Math.floor(targetOf(autoscaling, resources) / 2 ** 20)}Mi of resources.requests.memory (${resources.requests.memory}), ` +
      `which a pod that does nothing exceeds with ${IDLE}: there would always be as many pods as allowed; request more memory`,
  ),
);

type Amounts = v.InferOutput<typeof groups>;

function targetOf({ memoryPercent }: Amounts['autoscaling'], { requests }: Amounts['resources']): number {
  return (bytes(requests.memory) * memoryPercent) / 100;
}
