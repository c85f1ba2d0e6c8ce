import type { Settings } from '../../settings/schema.ts';

/** An S3-compatible object store that pods reach. */
export interface ObjectStore {
  readonly bucket: string;
  /** @default the endpoint's region */
  readonly region?: string | undefined;
  /** @default AWS's endpoint in the region */
  readonly endpoint?: string | undefined;
  /** Annotations of the service accounts of pods that reach the store, by which a cloud identifies them. */
  readonly accountAnnotations: Record<string, string>;
}

/** A folder of an object store, for which the pods may have a key. */
export interface StoreFolder extends ObjectStore {
  /** Folder in the bucket. */
  readonly prefix: string;
  /** True when the Secret has a key for the store; otherwise the cloud identifies the pods by their service account. */
  readonly key: boolean;
}

/** Folder that the settings back up to; undefined for none. */
export function backupFolder({
  backup,
  secrets,
}: Pick<Settings, 'backup' | 'secrets'>): StoreFolder | undefined {
  return backup.objectStore && { ...backup.objectStore, key: secrets.objectStoreKey !== undefined };
}
