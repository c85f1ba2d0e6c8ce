import type { Groups } from './all-groups.ts';
import { crossCheck } from './cross-check.ts';

/** Checks of the object store inside, and of the logs that share the store of the backups. */
export function storeRules() {
  return [
    crossCheck<Groups>(
      [
        'backup.objectStore.namespace',
        'namespace',
        'observability.namespace',
        'observability.logs.namespace',
      ],
      ({ backup: { objectStore }, namespace, observability }) =>
        objectStore?.kind !== 'inside' ||
        ![namespace, observability.namespace, logNamespace(observability)].includes(objectStore.namespace),
      'must be a namespace of its own, so that the store outlives the others',
    ),
    crossCheck<Groups>(
      ['secrets.objectStoreKey', 'secrets.objectStoreKeyId', 'backup.objectStore.kind'],
      ({ backup: { objectStore }, secrets }) =>
        objectStore?.kind !== 'inside' || secrets.objectStoreKey === undefined,
      'must not be set, because backup.objectStore.kind is inside, whose keys are generated',
    ),
    crossCheck<Groups>(
      ['observability.logs.useBackupStore', 'observability.logs.objectStore', 'backup.objectStore'],
      ({ backup, observability: { logs } }) =>
        logs.kind !== 'loki' ||
        !logs.useBackupStore ||
        (backup.objectStore !== undefined && logs.objectStore === undefined),
      'needs backup.objectStore, whose store it is, and no objectStore beside it',
    ),
  ] as const;
}

function logNamespace({ logs }: Groups['observability']): string | undefined {
  return logs.kind === 'elasticsearch' ? logs.namespace : undefined;
}
