import { SECRETS } from '../defaults/names-and-ports.ts';
import type { RestrictedContainer } from '../defaults/pod.ts';
import { fileOf, mountOf } from '../facts/certificate-authority-volume.ts';
import type { StoreFolder } from '../facts/object-store-folders-and-keys.ts';
import { scriptContainer } from './script-container.ts';

/** An object store that dumps are copied to. */
export interface DumpFolder extends StoreFolder {
  /** Image with `rclone` and `sh`. */
  readonly image: string;
}

/** A container that copies between `/dumps` and the object store. */
export function storeStep(
  script: 'upload' | 'fetch',
  store: DumpFolder,
  { database, env = {} }: { readonly database: string; readonly env?: Readonly<Record<string, string>> },
): RestrictedContainer {
  const { image, bucket, prefix, region, endpoint, authority, key } = store;
  return scriptContainer({
    name: script,
    image,
    script: `${script}.sh`,
    database,
    env: {
      ...env,
      STORE: `:s3:${bucket}/${prefix}`,
      RCLONE_S3_PROVIDER: endpoint === undefined ? 'AWS' : 'Other',
      ...(region !== undefined && { RCLONE_S3_REGION: region }),
      ...(endpoint !== undefined && { RCLONE_S3_ENDPOINT: endpoint }),
      ...(authority && { RCLONE_CA_CERT: fileOf(authority.volume.name) }),
      ...(!key && { RCLONE_S3_ENV_AUTH: 'true' }),
      // The key should not need the right to create buckets.
      RCLONE_S3_NO_CHECK_BUCKET: 'true',
      RCLONE_CONTIMEOUT: '10s',
      // No such file: all configuration is in these variables.
      RCLONE_CONFIG: '/tmp/rclone.conf',
      RCLONE_CACHE_DIR: '/tmp',
    },
    secrets: key ? [SECRETS.objectStore] : [],
    mounts: mountOf(authority),
    writesDumps: script === 'fetch',
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
  });
}
