import { labelsOf } from './house.ts';
import type { PodTemplate } from './kube.ts';
import { ROLLING } from './serving.ts';

/*
 * The three ways in which our pods are kept running.
 */

interface Kept {
  /** Of the workload, by which its pods are found. */
  readonly name: string;
  readonly template: PodTemplate;
}

/** Of the volume of a server. */
export interface Storage {
  /** For example `5Gi`. */
  readonly size: string;
  /** @default the cluster's default class */
  readonly storageClass?: string | undefined;
}

/** Of a Deployment whose only pod leaves before the next one comes: two of them would be in each other's way. */
export function replaced({ name, template }: Kept) {
  return {
    replicas: 1,
    selector: { matchLabels: labelsOf(name) },
    strategy: { type: 'Recreate' },
    revisionHistoryLimit: REVISIONS,
    template,
  };
}

/** Of a Deployment that serves people. No `replicas`: the autoscaler owns them, and each apply would undo its work. */
export function rolled({ name, template }: Kept) {
  return {
    selector: { matchLabels: labelsOf(name) },
    strategy: ROLLING,
    progressDeadlineSeconds: 600,
    revisionHistoryLimit: REVISIONS,
    template,
  };
}

/** Of a StatefulSet of one server, whose volume `data` outlives it and the StatefulSet. */
export function serverOnVolume({ name, template, storage }: Kept & { readonly storage: Storage }) {
  const labels = labelsOf(name);
  return {
    serviceName: name,
    replicas: 1,
    selector: { matchLabels: labels },
    updateStrategy: { type: 'RollingUpdate' },
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    revisionHistoryLimit: REVISIONS,
    template,
    volumeClaimTemplates: [
      {
        metadata: { name: 'data', labels },
        spec: {
          accessModes: ['ReadWriteOnce'],
          ...(storage.storageClass !== undefined && { storageClassName: storage.storageClass }),
          resources: { requests: { storage: storage.size } },
        },
      },
    ],
  };
}

const REVISIONS = 3;
