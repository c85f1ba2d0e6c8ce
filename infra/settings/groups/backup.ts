import * as v from 'valibot';
import { group } from '../group.ts';
import { cidr } from '../ipv4-address-and-range-schemas.ts';
import { annotations, selector } from '../label-and-annotation-schemas.ts';
import {
  bucket,
  dnsLabel,
  namespaceName,
  objectName,
  region,
  storeEndpoint,
} from '../name-and-url-schemas.ts';
import { flag, memory, text, unchosen, whole } from '../quantity-text-and-choice-schemas.ts';
import { resources } from '../resources.ts';
import { schedule } from '../schedule.ts';
import { storage } from '../volume-size-and-class-schema.ts';

/** Dumps of the database, and the restore drills that verify them. Times are UTC. */
export const backup = group({
  /** Dumps the database and proves the dumps by restore drills. */
  enabled: v.optional(flag(), true),
  /** Schedule of the dumps: five cron fields, UTC. */
  schedule: v.optional(schedule(), '30 2 * * *'),
  /** Schedule of the restore drill: the newest dump is restored into a separate database and compared with its source. */
  drillSchedule: v.optional(schedule(), '30 4 * * *'),
  /** Days to keep dumps; the newest is never deleted. */
  retentionDays: v.optional(whole(1, 365), 7),
  /** Size of the volume that holds the dumps, and copies of the receipts where those are on a volume. */
  size: v.optional(memory(), '5Gi'),
  /** Storage class; absent: the cluster's default. */
  storageClass: v.exactOptional(objectName()),

  /**
   * S3-compatible storage that every dump is copied to; drills then restore from there. The archive of CloudNativePG is
   * there too, and so are the copies of `backup.velero`, and the logs with `useBackupStore`.
   */
  objectStore: v.exactOptional(objectStore()),

  /**
   * Schedule for an installed Velero: a daily backup of all our objects, and of the receipts. That of `addOns.velero` keeps
   * them in `backup.objectStore`, unless its values have a `configuration`.
   */
  velero: v.exactOptional(
    group({
      /** Namespace in which Velero runs and reads its Schedules. */
      namespace: v.optional(dnsLabel(), 'velero'),
      /** Schedule of the backups: five cron fields, UTC. */
      schedule: v.optional(schedule(), '0 1 * * *'),
    }),
  ),
});

const kinds = ['s3', 'inside'] as const;
const refused = unchosen(kinds, []);

function objectStore() {
  return v.variant(
    'kind',
    [
      /** A store that there is. Without a key among the `secrets` the pods authenticate to the cloud by their service account. */
      group({
        kind: v.optional(v.literal('s3'), 's3'),
        /** The bucket. */
        bucket: bucket(),
        /** Folder in the bucket. */
        prefix: v.optional(
          text('a path such as finance or teams/finance', (word) => /^[\w.-]+(?:\/[\w.-]+)*$/.test(word)),
          'finance',
        ),
        /** Region of the bucket; required without an `endpoint`. */
        region: v.exactOptional(region()),
        /** Endpoint of the store; absent: that of AWS in the region. */
        endpoint: v.exactOptional(storeEndpoint()),
        /** Address range of the endpoint. Absent: any public address, no private one. */
        network: v.exactOptional(cidr()),
        /**
         * Annotations of the service accounts whose pods reach the bucket, such as `eks.amazonaws.com/role-arn` on an existing
         * EKS cluster; on one of ours Pod Identity grants the rights without it.
         */
        accountAnnotations: v.optional(annotations(), {}),
        /** Pods of the store, when it runs in this cluster; absent: it is on the internet. */
        pods: v.exactOptional(
          group({
            /** The namespace of the store's pods. */
            namespace: dnsLabel(),
            /** Labels of the store's pods; absent: every pod of that namespace may be reached on the port. */
            labels: v.exactOptional(selector()),
            /** The port that they listen on. */
            port: whole(1, 65535),
          }),
        ),
      }),
      /**
       * A store of ours in the cluster, with keys of its own for each that uses it. It outlives the namespace of the app, and
       * not the cluster.
       */
      group({
        kind: v.literal('inside'),
        /** Namespace of the store alone. */
        namespace: v.optional(namespaceName(), 'object-store'),
        /** Volume of the store: dumps, archive, copies and logs together. */
        storage: storage('20Gi'),
        /** CPU and memory of the store. */
        resources: resources('50m/64Mi', '1/512Mi'),
      }),
    ],
    (issue) => (issue.path ? refused(issue) : `must be a group of settings with kind ${kinds.join(', ')}`),
  );
}
