import * as v from 'valibot';
import { agree } from '../agree.ts';
import { group } from '../group.ts';
import { image } from '../names.ts';
import { resources } from '../resources.ts';
import { choice, whole } from '../values.ts';

const autoscaling = group({
  /** Two, so that one pod can leave without an outage. */
  min: v.optional(whole(1, 100), 2),
  max: v.optional(whole(1, 100), 10),
  cpuPercent: v.optional(whole(1, 100), 70),
  memoryPercent: v.optional(whole(1, 100), 80),
});

/** The pods of the app. */
export const web = group({
  image: image(),
  resources: resources('250m/256Mi', '500m/512Mi'),
  autoscaling: v.optional(
    v.pipe(
      autoscaling,
      agree<v.InferOutput<typeof autoscaling>>(
        ['min', 'max'],
        ({ min, max }) => min <= max,
        ({ max }) => `must not be above max (${max})`,
      ),
    ),
    {},
  ),
  /**
   * Who may sign up: anybody (`open`), whoever has a one-use link (`invited`), or nobody (`closed`). Owners make links to
   * their books; the first person's is a secret of the stack, and `up` says how to see it.
   */
  signUp: v.optional(choice(['open', 'invited', 'closed']), 'invited'),
  logLevel: v.optional(choice(['trace', 'debug', 'info', 'warn', 'error']), 'info'),
  /** Per pod. Absent: ten, or fewer where the database in the cluster has not so many for all pods. */
  databaseConnections: v.exactOptional(whole(1, 200)),
  /** How long a pod that was told to stop still serves, while /ready sends new requests elsewhere. */
  drainSeconds: v.optional(whole(1, 300), 10),
});
