import * as v from 'valibot';
import { group } from '../group.ts';
import { cidr } from '../ipv4-address-and-range-schemas.ts';
import { annotations } from '../label-and-annotation-schemas.ts';
import { bucket, namespaceName, region, storeEndpoint } from '../name-and-url-schemas.ts';
import { flag, unchosen, whole } from '../quantity-text-and-choice-schemas.ts';
import { resources } from '../resources.ts';
import { storage } from '../volume-size-and-class-schema.ts';

const built = ['none', 'loki', 'elasticsearch'] as const;
const refused = unchosen(built, []);

const logStore = group({
  /** The bucket. */
  bucket: bucket(),
  /** Region of the bucket. */
  region: region(),
  /** Endpoint of the store; absent: that of AWS in the region. */
  endpoint: v.exactOptional(storeEndpoint()),
  /** Address range of the endpoint. Absent: any public address, no private one. */
  network: v.exactOptional(cidr()),
  /**
   * Service account annotations, such as `eks.amazonaws.com/role-arn` on an existing EKS cluster; ours uses Pod Identity
   * instead.
   */
  accountAnnotations: v.optional(annotations(), {}),
});

/** Log storage that outlives the pods. Off: `kubectl logs` shows what the nodes still have. */
export const logs = v.variant(
  'kind',
  [
    group({ kind: v.literal('none') }),
    /** A Loki, and an Alloy that reads the logs of our namespaces through the API server. */
    group({
      kind: v.literal('loki'),
      /** Days for which lines are kept. */
      retentionDays: v.optional(whole(1, 365), 14),
      /**
       * S3-compatible storage of the log lines; the volume then holds only what is not uploaded yet. The pod authenticates
       * to the cloud by its service account.
       */
      objectStore: v.exactOptional(logStore),
      /** Keeps the lines in the store of `backup.objectStore`, with its key. Changing it hides the lines of before. */
      useBackupStore: v.optional(flag(), false),
      /**
       * Sends the audit log of the API server here as well, by an Alloy on each server of k3s. That needs a namespace at the
       * privileged level of Pod Security; the API server restricts it to reading that log (`policies.admission`). Absent: it
       * stays on the servers, where `npm run audit` reads it.
       */
      audit: v.exactOptional(
        group({
          /** Namespace of that Alloy alone. */
          namespace: v.optional(namespaceName(), 'audit-log'),
        }),
      ),
      /** Volume of the logs. */
      storage: storage('5Gi'),
      /** CPU and memory of Loki. */
      resources: resources('100m/256Mi', '500m/1Gi'),
    }),
    /**
     * An Elasticsearch, a Kibana, and a Fluentd on every node that tails our pods' log files there. That needs a namespace
     * at the privileged level of Pod Security; the API server restricts it to reading those files (`policies.admission`).
     */
    group({
      kind: v.literal('elasticsearch'),
      /** Namespace of Fluentd alone. */
      namespace: v.optional(namespaceName(), 'logging'),
      /** Days for which lines are kept. */
      retentionDays: v.optional(whole(1, 365), 14),
      /** Volume of the logs. */
      storage: storage('10Gi'),
      /** CPU and memory of Elasticsearch, whose heap is half of the memory; the rest is for the page cache. */
      resources: resources('250m/2Gi', '1/2Gi'),
    }),
  ],
  (issue) => (issue.path ? refused(issue) : `must be a group of settings with kind ${built.join(', ')}`),
);
