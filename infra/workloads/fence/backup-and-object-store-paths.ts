import { hostAndPortOf } from '../../settings/host-and-port-of-address.ts';
import type { Settings } from '../../settings/schema.ts';
import {
  BACKUP,
  DRILL,
  OBJECT_STORE,
  OBJECT_STORE_BUCKETS,
  POSTGRES,
  RESTORE,
} from '../defaults/names-and-ports.ts';
import {
  type Addresses,
  DNS,
  DNS_PORTS,
  others,
  ours,
  outside,
  type Path,
  type Pods,
  tcp,
} from '../defaults/network-path-and-known-ends.ts';
import type { Facts } from '../facts/facts.ts';
import {
  backupFolder,
  folderOf,
  type ObjectStore,
  storeInside,
} from '../facts/object-store-folders-and-keys.ts';

/** Open paths of dumps, restores and archiving: to Postgres, and to the object store if there is one. */
export function backupPaths(settings: Settings, facts: Facts): readonly Path[] {
  const { namespace, backup, database } = settings;
  if (!backup.enabled) return [];
  const servers = facts.database.end as Pods;
  const postgres = { to: servers, ports: tcp(POSTGRES.port) };
  const folder = backupFolder(settings);
  const store = folder ? [toStore(folder)] : [];
  const identity = folder && !folder.key ? [TO_IDENTITY] : [];
  const archiving =
    database.mode === 'cloudnative-pg'
      ? [...store, ...identity].map((path) => ({ from: servers, ...path }))
      : [];
  if (!facts.isDumped) return [];
  const dumping = [BACKUP, DRILL, RESTORE].flatMap(({ name }) => {
    const from = ours(namespace, name);
    return [{ to: DNS, ports: DNS_PORTS }, postgres, ...store, ...identity].map((path) => ({
      from,
      ...path,
    }));
  });
  return [...dumping, ...archiving];
}

/** Open paths of the store inside: from the Job that makes its buckets, and from Velero. */
export function storePaths(settings: Settings): readonly Path[] {
  const store = storeInside(settings);
  const folder = folderOf(settings, 'velero');
  if (!store || !folder) return [];
  const buckets = ours(store.namespace, OBJECT_STORE_BUCKETS.name);
  const { velero } = settings.backup;
  const isOfOthers = settings.addOns.velero === undefined;
  return [
    { from: buckets, to: DNS, ports: DNS_PORTS },
    { from: buckets, ...toStore(folder) },
    ...(velero && isOfOthers ? [{ from: others('velero', velero.namespace), ...toStore(folder) }] : []),
  ];
}

export function toStore({
  pods,
  endpoint,
  network,
}: Pick<ObjectStore, 'pods' | 'endpoint' | 'network'>): Omit<Path, 'from'> {
  if (pods?.ours) return { to: ours(pods.namespace, OBJECT_STORE.name), ports: tcp(pods.port) };
  if (pods) return { to: others('object-store', pods.namespace, pods.labels ?? {}), ports: tcp(pods.port) };
  const { host, port } = hostAndPortOf(endpoint ?? AWS);
  return { to: { ...outside(host, network), name: 'object-store' }, ports: tcp(port) };
}

const AWS = 'https://s3.amazonaws.com';

/** Endpoint from which EKS Pod Identity hands a pod the credentials of its service account. */
const IDENTITY: Addresses = { name: 'identity', cidrs: ['169.254.170.23/32'] };
export const TO_IDENTITY: Omit<Path, 'from'> = { to: IDENTITY, ports: tcp(80) };
