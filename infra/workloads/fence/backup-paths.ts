import type { Settings } from '../../settings/schema.ts';
import { isDumped } from '../backup/backup-of.ts';
import { BACKUP, DRILL, POSTGRES, RESTORE } from '../house/names.ts';
import { type Addresses, DNS, DNS_PORTS, INTERNET, others, ours, type Path, type Pods, tcp } from './path.ts';

/** What those may reach that dump and restore, or archive: Postgres, and the object store where there is one. */
export function backupPaths(settings: Settings, servers: Pods): readonly Path[] {
  const { namespace, backup, secrets, database } = settings;
  if (!backup.enabled) return [];
  const postgres = { to: servers, ports: tcp(POSTGRES.port) };
  const store = backup.objectStore ? [toStore(backup.objectStore)] : [];
  const identity = backup.objectStore && secrets.objectStoreKey === undefined ? [TO_IDENTITY] : [];
  const archiving =
    database.mode === 'cloudnative-pg'
      ? [...store, ...identity].map((path) => ({ from: servers, ...path }))
      : [];
  if (!isDumped(settings)) return [];
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
  if (pods) return { to: others('object-store', pods.namespace, pods.labels), ports: tcp(pods.port) };
  const [, scheme, port] = /^(https?):[^:]*(?::(\d+))?$/.exec(endpoint ?? 'https:') ?? [];
  return {
    to: { ...INTERNET, name: 'object-store' },
    ports: tcp(Number(port ?? (scheme === 'http' ? 80 : 443))),
  };
}

/** Where EKS hands a pod the credentials of its account. */
const IDENTITY: Addresses = { name: 'identity', cidrs: ['169.254.170.23/32'] };
export const TO_IDENTITY: Omit<Path, 'from'> = { to: IDENTITY, ports: tcp(80) };
