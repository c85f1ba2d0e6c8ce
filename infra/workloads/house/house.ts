import { mebibytes, quantity } from '../../manifests/quantity.ts';
import type { Container, PodTemplate, Probe, Volume } from './kube.ts';

/** On every object, so that `kubectl get all -l app.kubernetes.io/part-of=finance-platform` shows the platform. */
export const HOUSE_LABELS: Record<string, string> = { 'app.kubernetes.io/part-of': 'finance-platform' };

/** The one label that selectors use; it never changes, because a selector cannot. */
export function labelsOf(name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': name };
}

export interface HousePod {
  /** Name of the workload and of its service account. */
  readonly name: string;
  /** User and group that every process runs as; not 0. */
  readonly user: number;
  /** Seconds from the first signal to the last. */
  readonly graceSeconds: number;
  readonly containers: readonly HouseContainer[];
  /** @default none */
  readonly initContainers?: readonly HouseContainer[];
  /** @default none */
  readonly volumes?: readonly Volume[];
  /** @default none */
  readonly annotations?: Record<string, string>;
  /** @default 'Always' */
  readonly restartPolicy?: 'Always' | 'Never';
  /** Whether its processes ask the API server, as its account. @default false */
  readonly apiToken?: boolean;
  /** See `priorityClass`. @default none - after everything that has one */
  readonly priorityClass?: string;
  /** @default false - one pod needs no spreading */
  readonly spread?: boolean;
}

/** What a container says itself; what the house says for it can not be said otherwise. */
export type HouseContainer = Omit<
  Container,
  'image' | 'resources' | 'securityContext' | 'imagePullPolicy'
> & {
  readonly image: string;
  readonly resources: Resources;
};

/** Quantities such as `250m` and `512Mi`. */
export interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu: string; readonly memory: string };
}

/** A pod as every pod of this platform is: restricted, with its own account, without a token unless it needs one. */
export function housePod(pod: HousePod): PodTemplate {
  const { name, user, initContainers = [], volumes = [], annotations = {}, apiToken = false } = pod;
  const { spread = false } = pod;
  const disk = mebibytes(LOGS + scratchBytes(volumes));
  const restrict = (container: HouseContainer) => restricted(container, disk);
  return {
    metadata: { labels: { ...HOUSE_LABELS, ...labelsOf(name) }, annotations },
    spec: {
      serviceAccountName: name,
      ...(pod.priorityClass !== undefined && { priorityClassName: pod.priorityClass }),
      automountServiceAccountToken: apiToken,
      // The variables that Kubernetes adds for each Service collide with ours: REDIS_PORT, WEB_PORT.
      enableServiceLinks: false,
      terminationGracePeriodSeconds: pod.graceSeconds,
      restartPolicy: pod.restartPolicy ?? 'Always',
      securityContext: {
        runAsNonRoot: true,
        runAsUser: user,
        runAsGroup: user,
        fsGroup: user,
        // A volume with a million receipts would otherwise be walked through at every start.
        fsGroupChangePolicy: 'OnRootMismatch',
        seccompProfile: { type: 'RuntimeDefault' },
      },
      ...(spread && { topologySpreadConstraints: SPREAD_OVER.map((key) => spreadOver(key, name)) }),
      ...(initContainers.length > 0 && { initContainers: initContainers.map(restrict) }),
      containers: pod.containers.map(restrict),
      volumes,
    },
  };
}

/** A directory that lives and dies with the pod. */
export function scratch(name: string, sizeLimit: string, medium: 'disk' | 'memory' = 'disk'): Volume {
  return { name, emptyDir: { sizeLimit, ...(medium === 'memory' && { medium: 'Memory' }) } };
}

/**
 * A probe with every figure stated: `every` seconds, `failures` in a row, each given up after `timeout` seconds.
 */
export function probe(
  ask: Pick<Probe, 'httpGet' | 'exec'>,
  timing: { every: number; failures: number; timeout: number },
): Probe {
  const { every, failures, timeout } = timing;
  return { ...ask, periodSeconds: every, failureThreshold: failures, timeoutSeconds: timeout };
}

/** What the kubelet keeps of a container's output, 5 files of 10 MiB by default, and some. */
const LOGS = 64 * 2 ** 20;

function scratchBytes(volumes: readonly Volume[]): number {
  const onDisk = volumes.flatMap(({ emptyDir }) =>
    emptyDir && !emptyDir.medium ? [emptyDir.sizeLimit] : [],
  );
  return onDisk.reduce<number>((sum, size) => sum + quantity(size ?? 0), 0);
}

/** @param disk What it may use of the node's disk: without a limit, one pod's output can have its neighbours evicted. */
function restricted(container: HouseContainer, disk: string): Container {
  const { requests, limits } = container.resources;
  return {
    ...container,
    resources: {
      requests: { ...requests, 'ephemeral-storage': '16Mi' },
      limits: { ...limits, 'ephemeral-storage': disk },
    },
    imagePullPolicy: 'IfNotPresent',
    // Where a container dies before it can write the message, its last log lines are shown.
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
  };
}

const SPREAD_OVER = ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'];

function spreadOver(topologyKey: string, name: string) {
  return {
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: labelsOf(name) },
    // Pods of the old ReplicaSet leave; counting them would crowd the new ones together.
    matchLabelKeys: ['pod-template-hash'],
  };
}
