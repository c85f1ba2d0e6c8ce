import { groupOf, isClusterScoped, type KubeObject } from '../../manifests/object.ts';
import type { AddOn } from '../add-ons/list-wanted-helm-releases.ts';

/** Cluster that Argo CD runs in, as its Applications call it. */
export const HERE = 'https://kubernetes.default.svc';

export interface PlatformProjectProps {
  /** Namespace of the platform. */
  readonly platform: string;
  /** The Git repository. */
  readonly repository: string;
  /** The objects that Argo CD applies. */
  readonly objects: readonly KubeObject[];
}

/**
 * Spec of an AppProject that allows the repository, and the namespaces and kinds of these objects; of those outside of
 * namespaces, which reach further, only these.
 */
export function platformProject({ platform, repository, objects }: PlatformProjectProps) {
  const inCluster = objects.filter(({ kind }) => isClusterScoped(kind));
  const inNamespace = objects.filter(({ kind }) => !isClusterScoped(kind));
  return {
    description: `The platform in namespace ${platform}`,
    sourceRepos: [repository],
    destinations: destinations([platform, ...inNamespace.map(({ metadata }) => metadata.namespace)]),
    clusterResourceWhitelist: named(inCluster),
    namespaceResourceWhitelist: kindsOf(inNamespace),
  };
}

/**
 * Spec of an AppProject that allows the repositories and namespaces of these charts. Their kinds are for the charts to say; some
 * put a Role into kube-system.
 */
export function addOnsProject(addOns: readonly AddOn[]) {
  return {
    description: 'Charts that the platform needs in the cluster',
    sourceRepos: [...new Set(addOns.map(({ repository }) => chartAddress(repository)))].sort(),
    destinations: destinations(['kube-system', ...addOns.map(({ namespace }) => namespace)]),
    clusterResourceWhitelist: [{ group: '*', kind: '*' }],
  };
}

/** Address of a chart repository, as Argo CD expects it: registries without a scheme. */
export function chartAddress(repository: string): string {
  return repository.replace(/^oci:\/\//, '').replace(/\/$/, '');
}

function destinations(namespaces: readonly (string | undefined)[]) {
  const known = namespaces.filter((namespace) => namespace !== undefined);
  return [...new Set(known)].sort().map((namespace) => ({ server: HERE, namespace }));
}

function named(objects: readonly KubeObject[]) {
  return objects
    .map((object) => ({ group: groupOf(object), kind: object.kind, name: object.metadata.name }))
    .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

function keyOf({ group, kind, name }: { group: string; kind: string; name: string }): string {
  return `${group}/${kind}/${name}`;
}

function kindsOf(objects: readonly KubeObject[]) {
  const kinds = new Map(
    objects.map((object): [string, { group: string; kind: string }] => [
      `${groupOf(object)}/${object.kind}`,
      { group: groupOf(object), kind: object.kind },
    ]),
  );
  return [...kinds.keys()].sort().flatMap((key) => kinds.get(key) ?? []);
}
