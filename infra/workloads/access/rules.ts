import { groupOf, isClusterScoped, type KubeObject } from '../../manifests/object.ts';
import { pluralOf } from '../../manifests/plural.ts';

/** What a role may do, as RBAC writes it. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete'];

/** What controllers make of the platform's objects, and what tells how it is. */
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

/** Reads everything in the namespace but Secrets; no logs, no commands in pods, no way into the network. */
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
 * Reads logs too, opens a way to a port, and restarts Deployments: `patch`, which the policy `restart-only` narrows down.
 * No commands in pods: whoever runs one in a pod of the app reads its secrets from the environment.
 */
export function developer(objects: readonly KubeObject[]): readonly Rule[] {
  return [
    ...viewer(objects),
    LOGS,
    // kubectl asks by GET since it speaks WebSocket.
    { apiGroups: [''], resources: ['pods/portforward'], verbs: ['create', 'get'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'] },
  ];
}

/**
 * Applies what the platform has in the namespace: just those kinds, but neither roles nor their bindings, and of Secrets
 * those of the platform alone. Who may make pods can mount any Secret beside them: this role is for machines.
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

/** Starts the jobs of backup and restore, which the policy `jobs-of-cron-jobs` narrows down, and sees what comes of them. */
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

/**
 * Sees what Velero copied. Who makes a Backup can have it run commands in any pod of the cluster, and who makes a Restore
 * writes to any namespace: both are an administrator's.
 */
export function backupReader(): readonly Rule[] {
  const resources = ['backups', 'backupstoragelocations', 'podvolumebackups', 'restores', 'schedules'];
  return [{ apiGroups: ['velero.io'], resources, verbs: READ }];
}

function resourcesOf(objects: readonly KubeObject[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const object of objects.filter(({ kind }) => !isClusterScoped(kind))) {
    const group = groupOf(object);
    found.set(group, (found.get(group) ?? new Set()).add(pluralOf(object.kind)));
  }
  return new Map([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
