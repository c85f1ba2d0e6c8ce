import * as v from 'valibot';
import { group } from '../group.ts';
import { objectName } from '../names.ts';
import { resources } from '../resources.ts';
import { memory, unchosen, whole } from '../values.ts';

const built = ['none', 'loki'] as const;
const refused = unchosen(built, ['elastic']);

/** What the pods wrote, kept when they are gone. Off: `kubectl logs` shows what the nodes still have. */
export const logs = v.variant(
  'kind',
  [
    group({ kind: v.literal('none') }),
    /** A Loki, and an Alloy that reads the logs of our namespaces through the API server. */
    group({
      kind: v.literal('loki'),
      retentionDays: v.optional(whole(1, 365), 14),
      /** The volume of the logs. */
      storage: v.optional(
        group({
          size: v.optional(memory(), '5Gi'),
          /** Absent: the class that the cluster takes by default. */
          storageClass: v.exactOptional(objectName()),
        }),
        {},
      ),
      resources: resources('100m/256Mi', '500m/1Gi'),
    }),
  ],
  (issue) => (issue.path ? refused(issue) : `must be a group of settings with kind ${built.join(', ')}`),
);
