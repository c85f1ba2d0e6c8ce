import type { KubeObject } from '../object.ts';
import type { Container, PodSpec } from '../pod.ts';
import { everyContainer, type Finding, finding, withPods } from './finding.ts';

/**
 * The Pod Security Standard "restricted", and a root file system that cannot be written.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function podSecurity(objects: readonly KubeObject[]): readonly Finding[] {
  return withPods(objects).flatMap(({ object, template }) => [
    ...ofPod(template.spec).map((problem) => finding(object, problem)),
    ...everyContainer(template).flatMap((container) =>
      ofContainer(container, template.spec).map((problem) =>
        finding(object, `${container.name}: ${problem}`),
      ),
    ),
  ]);
}

function ofPod({ hostNetwork, hostPID, hostIPC, volumes = [] }: PodSpec): string[] {
  const problems: string[] = [];
  if (hostNetwork || hostPID || hostIPC) problems.push('shares something with its node');
  for (const volume of volumes) {
    const { name, ...source } = volume;
    const kinds = Object.keys(source);
    if (!kinds.every((kind) => VOLUMES.has(kind))) problems.push(`volume ${name} is a ${kinds.join()}`);
  }
  return problems;
}

function ofContainer({ securityContext = {}, ports = [] }: Container, pod: PodSpec): string[] {
  const { privileged, allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities } = securityContext;
  const { runAsNonRoot, runAsUser, seccompProfile } = { ...pod.securityContext, ...securityContext };
  const problems: string[] = [];
  if (runAsNonRoot !== true) problems.push('may run as root');
  if (runAsUser === undefined || runAsUser === 0) problems.push('runs as root, or as whoever the image says');
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
