import * as v from 'valibot';
import { crossCheck } from '../cross-check.ts';
import { group } from '../group.ts';
import { image } from '../names.ts';
import { resources } from '../resources.ts';
import { choice, whole } from '../value-types.ts';

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

/** Pods of the app. */
export const web = group({
  /** The app's image. */
  image: image(),
  /** CPU and memory of each pod. */
  resources: resources('250m/256Mi', '500m/512Mi'),
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
