import type { KubeObject } from '../object.ts';
import { references } from '../references.ts';
import { type Finding, finding } from './finding.ts';
import { withPods } from './list-pod-templates-and-containers.ts';

/** Workloads have a service account of their own, and pods mount its token only if a role is bound to it. */
export function accounts(objects: readonly KubeObject[]): readonly Finding[] {
  const pods = withPods(objects).map(({ object, template }) => ({ object, ...template.spec }));
  const shared = (name: string | undefined) =>
    pods.filter(({ serviceAccountName }) => serviceAccountName === name).length > 1;
  const bound = new Set(
    objects
      .filter(({ kind }) => /^(Cluster)?RoleBinding$/.test(kind))
      .flatMap(references)
      .flatMap(({ kind, namespace, name }) => (kind === 'ServiceAccount' ? `${namespace}/${name}` : [])),
  );
  return [
    ...pods.flatMap(({ object, serviceAccountName, automountServiceAccountToken }) => [
      ...(serviceAccountName === undefined || serviceAccountName === 'default' || shared(serviceAccountName)
        ? [finding(object, 'has no service account of its own')]
        : []),
      ...(automountServiceAccountToken === false ||
      bound.has(`${object.metadata.namespace}/${serviceAccountName}`)
        ? []
        : [finding(object, 'mounts a token of the API')]),
    ]),
    ...objects
      .filter(({ kind }) => kind === 'ServiceAccount')
      .filter((account) => account['automountServiceAccountToken'] !== false)
      .map((account) => finding(account, 'lets pods mount its token')),
  ];
}
