import { groupOf, isClusterScoped, type KubeObject } from '../../manifests/object.ts';
import { pluralOf } from '../../manifests/plural-name.ts';
import type { Rule } from '../defaults/role-for-users-and-groups.ts';

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete'];

/** Resources that controllers create from the platform's objects, or that report their state. */
const MADE: Readonly<Record<string, readonly string[]>> = {
  '': ['endpoints', 'events', 'persistentvolumeclaims', 'pods', 'services'],
  apps: ['controllerrevisions', 'replicasets'],
  batch: ['jobs'],
  'discovery.k8s.io': ['endpointslices'],
  'events.k8s.io': ['events'],
  'metrics.k8s.io': ['pods'],
  'rbac.authorization.k8s.io': ['rolebindings', 'roles'],
};

const LOGS: Rule = { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] };

/** Reads everything in the namespace except Secrets; no logs, no exec, no port-forwarding. */
export function viewer(objects: readonly KubeObject[]): readonly Rule[] {
  const kinds = resourcesOf(objects.filter(({ kind }) => kind !== 'Secret'));
  for (const [group, resources] of Object.entries(MADE))
    kinds.set(group, new Set([...(kinds.get(group) ?? []), ...resources]));
  return [
    { apiGroups: [''], resources: ['namespaces'], verbs: ['get'] },
    ...[...kinds].map(([group, resources]) => ({
      apiGroups: [group],
      resources: [...resources].toSorted(),
      verbs: READ,
    })),
  ];
}

/**
 * Also reads logs, forwards ports, and restarts Deployments: `patch`, which the policy `restart-only` narrows down.
 * No exec: a command in a pod of the app can read its secrets from the environment.
 */
export function developer(objects: readonly KubeObject[]): readonly Rule[] {
  return [
    ...viewer(objects),
    LOGS,
    // kubectl sends a GET since it moved to WebSocket.
    { apiGroups: [''], resources: ['pods/portforward'], verbs: ['create', 'get'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'] },
  ];
}

/**
 * Applies the platform's objects in the namespace: its kinds only, without Roles and RoleBindings, and of Secrets only those
 * of the platform. Whoever may create pods can mount any Secret of their namespace: this role is for machines.
 */
export function ciCd(objects: readonly KubeObject[]): readonly Rule[] {
  const secrets = objects.filter(({ kind }) => kind === 'Secret').map(({ metadata }) => metadata.name);
  const applied = resourcesOf(
    objects.filter((object) => object.kind !== 'Secret' && groupOf(object) !== 'rbac.authorization.k8s.io'),
  );
  return [
    ...viewer(objects),
    LOGS,
    ...[...applied].map(([group, resources]) => ({
      apiGroups: [group],
      resources: [...resources].toSorted(),
      verbs: WRITE,
    })),
    ...(secrets.length > 0
      ? [
          { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
          {
            apiGroups: [''],
            resources: ['secrets'],
            resourceNames: secrets.toSorted(),
            verbs: ['get', ...WRITE.filter((verb) => verb !== 'create')],
          },
        ]
      : []),
  ];
}

/** Starts backup and restore Jobs, which the policy `jobs-of-cron-jobs` narrows down, and reads their results. */
export function backupOperator(): readonly Rule[] {
  return [
    { apiGroups: [''], resources: ['events', 'persistentvolumeclaims', 'pods'], verbs: READ },
    LOGS,
    { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: READ },
    { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'delete'] },
    {
      apiGroups: ['snapshot.storage.k8s.io'],
      resources: ['volumesnapshots'],
      verbs: [...READ, 'create', 'delete'],
    },
  ];
}

function resourcesOf(objects: readonly KubeObject[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const object of objects.filter(({ kind }) => !isClusterScoped(kind))) {
    const group = groupOf(object);
    found.set(group, (found.get(group) ?? new Set()).add(pluralOf(object.kind)));
  }
  return new Map([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
