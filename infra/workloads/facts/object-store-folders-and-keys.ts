import { token } from '../../manifests/placeholder-tokens.ts';
import type { Settings } from '../../settings/schema.ts';
import { OBJECT_STORE, STORE_AUTHORITY } from '../defaults/names-and-ports.ts';
import { labelsOf } from '../defaults/pod.ts';
import { type Authority, platformAuthority } from './certificate-authority-volume.ts';

/** An S3-compatible object store that pods reach. */
export interface ObjectStore {
  readonly bucket: string;
  /** @default the endpoint's region */
  readonly region?: string | undefined;
  /** @default AWS's endpoint in the region */
  readonly endpoint?: string | undefined;
  /** Address range of the endpoint. @default any public address */
  readonly network?: string | undefined;
  /** Certificate authority of the store. @default its issuer is one of those that everybody trusts */
  readonly authority?: Authority | undefined;
  /** Annotations of the service accounts of pods that reach the store, by which a cloud identifies them. */
  readonly accountAnnotations: Record<string, string>;
  /** Pods of the store, when it runs in the cluster. @default none */
  readonly pods?: StorePods | undefined;
}

/** Pods of an object store in the cluster, as network policies select them. */
export interface StorePods {
  readonly namespace: string;
  /** @default every pod of the namespace */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly port: number;
  /** True for a store of ours, whose namespace has a fence. @default false */
  readonly ours?: boolean;
}

/** A folder of an object store, for which the pods may have a key. */
export interface StoreFolder extends ObjectStore {
  /** Folder in the bucket. */
  readonly prefix: string;
  /** True when the Secret has a key for the store; otherwise the cloud identifies the pods by their service account. */
  readonly key: boolean;
}

/** Access key, as tokens of secret values. */
export interface StoreKey {
  readonly id: string;
  readonly secret: string;
}

/** Users of the store inside, each with a key and a bucket of its own name. */
export const STORE_USERS = ['backup', 'logs', 'velero'] as const;
export type StoreUser = (typeof STORE_USERS)[number];

/** Settings of the store inside; undefined where there is none. */
export function storeInside({ backup }: Pick<Settings, 'backup'>) {
  return backup.objectStore?.kind === 'inside' ? backup.objectStore : undefined;
}

/** Folder that the settings back up to; undefined for none. */
export function backupFolder(settings: Pick<Settings, 'backup' | 'secrets'>): StoreFolder | undefined {
  return folderOf(settings, 'backup');
}

/** Store of Loki's lines; undefined: they stay on its volume. */
export function logStore({
  observability: { logs },
  ...settings
}: Pick<Settings, 'backup' | 'secrets' | 'observability'>): (ObjectStore & { key: boolean }) | undefined {
  if (logs.kind !== 'loki') return undefined;
  if (logs.useBackupStore) return folderOf(settings, 'logs');
  return logs.objectStore && { ...logs.objectStore, key: false };
}

/**
 * Folder that the Velero of `addOns.velero` copies to; undefined: whoever brought Velero, or gave `configuration` among the
 * values of its chart, decides.
 */
export function veleroFolder(
  settings: Pick<Settings, 'addOns' | 'backup' | 'secrets'>,
): StoreFolder | undefined {
  const { addOns, backup } = settings;
  if (!backup.velero || !addOns.velero || 'configuration' in addOns.velero.values) return undefined;
  const folder = folderOf(settings, 'velero');
  // Velero refuses a location with folders of others in it.
  return folder && { ...folder, prefix: `${folder.prefix}/velero` };
}

/** Folder of a user in the store of `backup.objectStore`. */
export function folderOf(
  { backup: { objectStore }, secrets }: Pick<Settings, 'backup' | 'secrets'>,
  user: StoreUser,
): StoreFolder | undefined {
  if (objectStore === undefined) return undefined;
  if (objectStore.kind === 's3') return { ...objectStore, key: secrets.objectStoreKey !== undefined };
  const { namespace } = objectStore;
  const { name, port, region, folder } = OBJECT_STORE;
  return {
    bucket: user,
    prefix: folder,
    region,
    endpoint: `https://${name}.${namespace}:${port}`,
    authority: platformAuthority(STORE_AUTHORITY),
    accountAnnotations: {},
    pods: { namespace, labels: labelsOf(name), port, ours: true },
    key: true,
  };
}

/** Key of a user of the store of `backup.objectStore`, in case that it has one. */
export function keyOf(settings: Pick<Settings, 'backup'>, user: StoreUser): StoreKey {
  return storeInside(settings)
    ? { id: user, secret: token(keyName(user)) }
    : { id: token('object-store.key-id'), secret: token('object-store.key') };
}

/** Token of the key of a user of the store inside, or of its administrator. */
export function keyName(user: StoreUser | 'root'): string {
  return `object-store.${user}-key`;
}
