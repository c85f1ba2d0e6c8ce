import * as v from 'valibot';
import { group } from '../group.ts';
import { annotations } from '../labels.ts';
import { bucket, namespaceName, objectName, region, storeEndpoint } from '../names.ts';
import { resources } from '../resources.ts';
import { memory, unchosen, whole } from '../values.ts';

const built = ['none', 'loki', 'elasticsearch'] as const;
const refused = unchosen(built, []);

const logStore = group({
  bucket: bucket(),
  region: region(),
  /** Absent: that of AWS in the region. */
  endpoint: v.exactOptional(storeEndpoint()),
  /** For example `eks.amazonaws.com/role-arn`, in a cluster of AWS that is there; ours give rights without it. */
  accountAnnotations: v.optional(annotations(), {}),
});

/** What the pods wrote, kept when they are gone. Off: `kubectl logs` shows what the nodes still have. */
export const logs = v.variant(
  'kind',
  [
    group({ kind: v.literal('none') }),
    /** A Loki, and an Alloy that reads the logs of our namespaces through the API server. */
    group({
      kind: v.literal('loki'),
      retentionDays: v.optional(whole(1, 365), 14),
      /**
       * S3-compatible storage that keeps the lines; the volume then has only what is on its way there. The pod is known
       * to the cloud by its service account.
       */
      objectStore: v.exactOptional(logStore),
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
    /**
     * An Elasticsearch, a Kibana, and a Fluentd on every node that reads the files of our pods there. That needs a
     * namespace in which Pod Security allows all; the API server holds it to reading those files (`policies.admission`).
     */
    group({
      kind: v.literal('elasticsearch'),
      /** Of Fluentd alone. */
      namespace: v.optional(namespaceName(), 'logging'),
      retentionDays: v.optional(whole(1, 365), 14),
      /** The volume of the logs. */
      storage: v.optional(
        group({
          size: v.optional(memory(), '10Gi'),
          /** Absent: the class that the cluster takes by default. */
          storageClass: v.exactOptional(objectName()),
        }),
        {},
      ),
      /** Of Elasticsearch, which takes half of the memory for itself and leaves the other to its files. */
      resources: resources('250m/2Gi', '1/2Gi'),
    }),
  ],
  (issue) => (issue.path ? refused(issue) : `must be a group of settings with kind ${built.join(', ')}`),
);
