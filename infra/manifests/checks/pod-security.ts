import type { KubeObject } from '../object.ts';
import { ofKind } from '../objects-of-kind.ts';
import type { Container, PodSpec, PodTemplate } from '../pod-template-types.ts';
import { type Finding, finding } from './finding.ts';
import { everyContainer, withPods } from './list-pod-templates-and-containers.ts';

/**
 * Pods comply with the Pod Security Standard "restricted", and have a read-only root file system. In a privileged namespace
 * pods may run as root and read directories of their node; everything else applies there too.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function podSecurity(objects: readonly KubeObject[]): readonly Finding[] {
  const open = ofKind(objects, 'Namespace').filter(
    ({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce'] === 'privileged',
  );
  const names = open.map(({ metadata }) => metadata.name);
  return withPods(objects).flatMap(({ object, template }) => {
    const reads = names.includes(object.metadata.namespace ?? '');
    return [
      ...ofPod(template, reads).map((problem) => finding(object, problem)),
      ...everyContainer(template).flatMap((container) =>
        ofContainer(container, template.spec, reads).map((problem) =>
          finding(object, `${container.name}: ${problem}`),
        ),
      ),
    ];
  });
}

/** @param reads true when the pod may read directories of its node */
function ofPod(template: PodTemplate, reads: boolean): string[] {
  const { hostNetwork, hostPID, hostIPC, volumes = [] } = template.spec;
  const mounts = everyContainer(template).flatMap(({ volumeMounts = [] }) => volumeMounts);
  const isRead = (name: string) =>
    reads && mounts.every((mount) => mount.name !== name || mount.readOnly === true);
  const problems: string[] = [];
  if (hostNetwork || hostPID || hostIPC) problems.push('shares something with its node');
  for (const volume of volumes) {
    const { name, ...source } = volume;
    const kinds = Object.keys(source);
    const isAllowed = (kind: string) => VOLUMES.has(kind) || (kind === 'hostPath' && isRead(name));
    if (!kinds.every(isAllowed)) problems.push(`volume ${name} is a ${kinds.join()}`);
  }
  return problems;
}

function ofContainer(
  { securityContext = {}, ports = [] }: Container,
  pod: PodSpec,
  reads: boolean,
): string[] {
  const { privileged, allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities } = securityContext;
  const { runAsNonRoot, runAsUser, seccompProfile } = { ...pod.securityContext, ...securityContext };
  const problems: string[] = [];
  if (runAsNonRoot !== true && !reads) problems.push('may run as root');
  if (runAsUser === undefined || (runAsUser === 0 && !reads))
    problems.push('runs as root, or as whoever the image says');
  if (privileged) problems.push('is privileged');
  if (allowPrivilegeEscalation !== false) problems.push('may gain privileges');
  if (readOnlyRootFilesystem !== true) problems.push('may write to its root file system');
  if (!capabilities?.drop?.includes('ALL')) problems.push('keeps capabilities');
  if (capabilities?.add?.some((added) => added !== 'NET_BIND_SERVICE')) problems.push('adds capabilities');
  if (!/^(RuntimeDefault|Localhost)$/.test(seccompProfile?.type ?? ''))
    problems.push('has no seccomp profile');
  if (ports.some((port) => 'hostPort' in port)) problems.push('takes a port of its node');
  return problems;
}

const VOLUMES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);
