import { labelsOf } from './pod.ts';
import type { PodTemplate } from './typed-kubernetes-objects.ts';

/*
 * Specs of Deployments and StatefulSets.
 */

interface Kept {
  /** Name of the workload; selects its pods. */
  readonly name: string;
  readonly template: PodTemplate;
}

/** Pods that a rollout may add and take away at a time. */
export interface Rollout {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/** Volume of a server. */
export interface Storage {
  /** Size of the volume, for example `5Gi`. */
  readonly size: string;
  /** @default the cluster's default class */
  readonly storageClass?: string | undefined;
}

/** Spec of a Deployment whose only pod leaves before the next one starts: two of them would conflict. */
export function replaced({ name, template }: Kept) {
  return {
    replicas: 1,
    selector: { matchLabels: labelsOf(name) },
    strategy: { type: 'Recreate' },
    revisionHistoryLimit: REVISIONS,
    template,
  };
}

/** Spec of a Deployment that serves people. No `replicas`: the autoscaler owns them, and each apply would undo its work. */
export function rolled({ name, rollout, template }: Kept & { readonly rollout: Rollout }) {
  return {
    selector: { matchLabels: labelsOf(name) },
    strategy: { type: 'RollingUpdate', rollingUpdate: { ...rollout } },
    progressDeadlineSeconds: 600,
    revisionHistoryLimit: REVISIONS,
    template,
  };
}

/**
 * Spec of a Deployment that nobody calls: a pod leaves before the next one starts, so that there are never more pods, nor
 * more connections of theirs, than asked for.
 */
export function relieved(props: Kept & { readonly replicas: number; readonly rollout: Rollout }) {
  const { name, replicas, rollout, template } = props;
  return {
    replicas,
    selector: { matchLabels: labelsOf(name) },
    strategy: { type: 'RollingUpdate', rollingUpdate: { ...rollout } },
    revisionHistoryLimit: REVISIONS,
    template,
  };
}

/** Spec of a StatefulSet with one server, whose volume `data` outlives the pod and the StatefulSet. */
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
