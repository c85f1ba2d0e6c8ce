import * as v from 'valibot';
import { group } from '../group.ts';
import { annotations, labels } from '../labels.ts';
import { bucket, dnsLabel, objectName, region, storeEndpoint } from '../names.ts';
import { schedule } from '../schedule.ts';
import { flag, memory, text, whole } from '../values.ts';

/** Dumps of the database, and the proof that they can be restored. Times are UTC. */
export const backup = group({
  enabled: v.optional(flag(), true),
  schedule: v.optional(schedule(), '30 2 * * *'),
  /** When the newest dump is restored into a database of its own and compared with what it was made from. */
  drillSchedule: v.optional(schedule(), '30 4 * * *'),
  /** Older dumps are deleted, but never the newest. */
  retentionDays: v.optional(whole(1, 365), 7),
  /** Of the volume that the dumps are kept on. */
  size: v.optional(memory(), '5Gi'),
  /** Absent: the class that the cluster takes by default. */
  storageClass: v.exactOptional(objectName()),

  /**
   * S3-compatible storage that every dump is copied to; drills then restore from there. Without a key among the
   * `secrets` the pods are known to the cloud by their service account.
   */
  objectStore: v.exactOptional(
    group({
      bucket: bucket(),
      /** Folder in the bucket. */
      prefix: v.optional(
        text('a path such as finance or teams/finance', (word) => /^[\w.-]+(?:\/[\w.-]+)*$/.test(word)),
        'finance',
      ),
      region: v.exactOptional(region()),
      /** Absent: that of AWS in the region. */
      endpoint: v.exactOptional(storeEndpoint()),
      /**
       * For example `eks.amazonaws.com/role-arn`, on the accounts of the pods that reach the bucket, in a cluster of AWS that
       * is there; ours give rights without it.
       */
      accountAnnotations: v.optional(annotations(), {}),
      /** The store's own pods, where it runs in this cluster; absent: it is on the internet. */
      pods: v.exactOptional(
        group({ namespace: dnsLabel(), labels: v.optional(labels(), {}), port: whole(1, 65535) }),
      ),
    }),
  ),

  /** Asks a Velero that is in the cluster for a daily copy of every object of ours, and of the receipts. */
  velero: v.exactOptional(
    group({ namespace: v.optional(dnsLabel(), 'velero'), schedule: v.optional(schedule(), '0 1 * * *') }),
  ),
});
