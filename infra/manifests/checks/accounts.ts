import type { KubeObject } from '../object.ts';
import { type Finding, finding, withPods } from './finding.ts';

/** Each workload has an account of its own, and neither of them mounts a token. */
export function accounts(objects: readonly KubeObject[]): readonly Finding[] {
  const pods = withPods(objects).map(({ object, template }) => ({ object, ...template.spec }));
  const shared = (name: string | undefined) =>
    pods.filter(({ serviceAccountName }) => serviceAccountName === name).length > 1;
  return [
    ...pods.flatMap(({ object, serviceAccountName, automountServiceAccountToken }) => [
      ...(serviceAccountName === undefined || serviceAccountName === 'default' || shared(serviceAccountName)
        ? [finding(object, 'has no service account of its own')]
        : []),
      ...(automountServiceAccountToken === false ? [] : [finding(object, 'mounts a token of the API')]),
    ]),
    ...objects
      .filter(({ kind }) => kind === 'ServiceAccount')
      .filter((account) => account['automountServiceAccountToken'] !== false)
      .map((account) => finding(account, 'lets pods mount its token')),
  ];
}
