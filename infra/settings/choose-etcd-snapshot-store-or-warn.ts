import type { Settings } from './schema.ts';

type ObjectStore = Extract<Settings['backup']['objectStore'], { readonly kind: 's3' }>;

/** Where the snapshots of etcd go besides the disk of the server. */
export interface SnapshotStore {
  readonly store?: ObjectStore;
  /** Reason why they go nowhere else. */
  readonly why?: string;
}

/** The object store of the backups, if the server can reach it: it runs outside of the cluster, before any pod does. */
export function snapshotStore({ backup, secrets }: Pick<Settings, 'backup' | 'secrets'>): SnapshotStore {
  const { objectStore } = backup;
  if (objectStore === undefined) return { why: 'backup.objectStore is not set' };
  if (
    objectStore.kind === 'inside' ||
    objectStore.pods !== undefined ||
    /\.svc(?:\.|:|$)/.test(objectStore.endpoint ?? '')
  )
    return { why: 'backup.objectStore runs in the cluster that they are snapshots of' };
  if (secrets.objectStoreKey === undefined)
    return { why: 'secrets.objectStoreKey is not set, and the server has no identity in a cloud' };
  return { store: objectStore };
}

/** Warning where snapshots of etcd are lost with the server. */
export function snapshotWarnings(settings: Settings): readonly string[] {
  const { cluster } = settings;
  if (cluster.provider !== 'k3s' || cluster.etcd === undefined) return [];
  const { why } = snapshotStore(settings);
  return why === undefined
    ? []
    : [`snapshots of cluster.etcd stay on the disk of the server, and are lost with it: ${why}`];
}
