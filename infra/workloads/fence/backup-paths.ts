import type { Settings } from '../../settings/schema.ts';
import { BACKUP, DRILL, POSTGRES, RESTORE } from '../defaults/names.ts';
import {
  type Addresses,
  DNS,
  DNS_PORTS,
  INTERNET,
  others,
  ours,
  type Path,
  type Pods,
  tcp,
} from '../defaults/network-path.ts';
import type { Facts } from '../facts/facts.ts';

/** Open paths of dumps, restores and archiving: to Postgres, and to the object store if there is one. */
export function backupPaths(settings: Settings, facts: Facts): readonly Path[] {
  const { namespace, backup, secrets, database } = settings;
  if (!backup.enabled) return [];
  const servers = facts.database.end as Pods;
  const postgres = { to: servers, ports: tcp(POSTGRES.port) };
  const store = backup.objectStore ? [toStore(backup.objectStore)] : [];
  const identity = backup.objectStore && secrets.objectStoreKey === undefined ? [TO_IDENTITY] : [];
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

type Store = Pick<NonNullable<Settings['backup']['objectStore']>, 'pods' | 'endpoint'>;

export function toStore({ pods, endpoint }: Store): Omit<Path, 'from'> {
  if (pods) return { to: others('object-store', pods.namespace, pods.labels ?? {}), ports: tcp(pods.port) };
  const [, scheme, port] = /^(https?):[^:]*(?::(\d+))?$/.exec(endpoint ?? 'https:') ?? [];
  return {
    to: { ...INTERNET, name: 'object-store' },
    ports: tcp(Number(port ?? (scheme === 'http' ? 80 : 443))),
  };
}

/** Endpoint from which EKS Pod Identity hands a pod the credentials of its service account. */
const IDENTITY: Addresses = { name: 'identity', cidrs: ['169.254.170.23/32'] };
export const TO_IDENTITY: Omit<Path, 'from'> = { to: IDENTITY, ports: tcp(80) };
