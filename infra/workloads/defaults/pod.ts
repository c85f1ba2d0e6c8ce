import { mebibytes, quantity } from '../../manifests/quantity.ts';
import { type Placement, placed } from './node-placement.ts';
import type { Container, PodTemplate, Probe, Volume } from './typed-kubernetes-objects.ts';

/** Labels of every object: `kubectl get all -l app.kubernetes.io/part-of=finance-platform` shows the platform. */
export const PLATFORM_LABELS: Record<string, string> = { 'app.kubernetes.io/part-of': 'finance-platform' };

/** Labels that selectors use; they never change, because selectors are immutable. */
export function labelsOf(name: string): Record<string, string> {
  return { 'app.kubernetes.io/name': name };
}

export interface RestrictedPod {
  /** Name of the workload and of its service account. */
  readonly name: string;
  /** User of every process; not 0. */
  readonly user: number;
  /** Group of every process, and of the files on its volumes. @default that of the user's number */
  readonly group?: number | undefined;
  /** Termination grace period: seconds between SIGTERM and SIGKILL. */
  readonly graceSeconds: number;
  readonly containers: readonly RestrictedContainer[];
  /** @default none */
  readonly initContainers?: readonly RestrictedContainer[];
  /** @default none */
  readonly volumes?: readonly Volume[];
  /** @default none */
  readonly annotations?: Record<string, string>;
  /** @default 'Always' */
  readonly restartPolicy?: 'Always' | 'Never';
  /** Mount a token, so that the processes can call the API server as the service account. @default false */
  readonly apiToken?: boolean;
  /** Name of a priority class, see `priorityClass`. @default none - the lowest priority */
  readonly priorityClass?: string;
  /** @default false - one pod needs no spreading */
  readonly spread?: boolean;
  /** @default any node */
  readonly placement?: Placement | undefined;
}

/** A container without the fields that {@link restrictedPod} sets: they cannot be overridden. */
export type RestrictedContainer = Omit<
  Container,
  'image' | 'resources' | 'securityContext' | 'imagePullPolicy'
> & {
  readonly image: string;
  readonly resources: Resources;
};

/** Resource quantities, such as `250m` and `512Mi`. */
export interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu: string; readonly memory: string };
}

/** A pod with the platform's defaults: restricted, with its own service account, without a token unless it needs one. */
export function restrictedPod(pod: RestrictedPod): PodTemplate {
  const { name, user, group = user, initContainers = [], volumes = [], annotations = {} } = pod;
  const { spread = false, apiToken = false } = pod;
  const disk = mebibytes(LOGS + scratchBytes(volumes));
  const restrict = (container: RestrictedContainer) => restricted(container, disk);
  return {
    metadata: { labels: { ...PLATFORM_LABELS, ...labelsOf(name) }, annotations },
    spec: {
      serviceAccountName: name,
      ...(pod.priorityClass !== undefined && { priorityClassName: pod.priorityClass }),
      automountServiceAccountToken: apiToken,
      // The variables that Kubernetes injects for each Service collide with ours: REDIS_PORT, WEB_PORT.
      enableServiceLinks: false,
      terminationGracePeriodSeconds: pod.graceSeconds,
      restartPolicy: pod.restartPolicy ?? 'Always',
      securityContext: {
        runAsNonRoot: true,
        runAsUser: user,
        runAsGroup: group,
        fsGroup: group,
        // The kubelet would otherwise walk through a volume with a million receipts at every start.
        fsGroupChangePolicy: 'OnRootMismatch',
        seccompProfile: { type: 'RuntimeDefault' },
      },
      ...(pod.placement && placed(pod.placement)),
      ...(spread && { topologySpreadConstraints: SPREAD_OVER.map((key) => spreadOver(key, name)) }),
      ...(initContainers.length > 0 && { initContainers: initContainers.map(restrict) }),
      containers: pod.containers.map(restrict),
      volumes,
    },
  };
}

/** An emptyDir volume, deleted with the pod. */
export function scratch(name: string, sizeLimit: string, medium: 'disk' | 'memory' = 'disk'): Volume {
  return { name, emptyDir: { sizeLimit, ...(medium === 'memory' && { medium: 'Memory' }) } };
}

/**
 * A probe with every number stated: runs every `every` seconds, fails after `failures` in a row, times out after `timeout`
 * seconds.
 */
export function probe(
  ask: Pick<Probe, 'httpGet' | 'exec'>,
  timing: { every: number; failures: number; timeout: number },
): Probe {
  const { every, failures, timeout } = timing;
  return { ...ask, periodSeconds: every, failureThreshold: failures, timeoutSeconds: timeout };
}

/** Disk for a container's logs on the node: 5 files of 10 MiB by the kubelet's default, plus a reserve. */
const LOGS = 64 * 2 ** 20;

function scratchBytes(volumes: readonly Volume[]): number {
  const onDisk = volumes.flatMap(({ emptyDir }) =>
    emptyDir && !emptyDir.medium ? [emptyDir.sizeLimit] : [],
  );
  return onDisk.reduce<number>((sum, size) => sum + quantity(size ?? 0), 0);
}

/** @param disk limit of ephemeral storage: without one, the output of one pod can get its neighbours evicted */
function restricted(container: RestrictedContainer, disk: string): Container {
  const { requests, limits } = container.resources;
  return {
    ...container,
    resources: {
      requests: { ...requests, 'ephemeral-storage': '16Mi' },
      limits: { ...limits, 'ephemeral-storage': disk },
    },
    imagePullPolicy: 'IfNotPresent',
    // Shows the last log lines of a container that dies before it can write the message.
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
    // Counting the leaving pods of the old ReplicaSet would crowd the new ones together.
    matchLabelKeys: ['pod-template-hash'],
  };
}
