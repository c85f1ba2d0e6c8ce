import type { HouseContainer } from '../house/house.ts';
import { SECRETS } from '../house/names.ts';
import { step } from './step.ts';

/** An S3-compatible object store that dumps are copied to. */
export interface ObjectStore {
  /** Image with `rclone` and `sh`. */
  readonly image: string;
  readonly bucket: string;
  /** Folder in the bucket. */
  readonly prefix: string;
  /** @default that of the endpoint */
  readonly region?: string | undefined;
  /** @default that of AWS in the region */
  readonly endpoint?: string | undefined;
  /** Whether the Secret has a key for it; otherwise the cloud knows the pod by its account. */
  readonly key: boolean;
  /** Of the accounts of pods that reach it. */
  readonly accountAnnotations: Readonly<Record<string, string>>;
}

/** A container that copies between `/dumps` and the object store. */
export function storeStep(
  script: 'upload' | 'fetch',
  store: ObjectStore,
  { database, env = {} }: { readonly database: string; readonly env?: Readonly<Record<string, string>> },
): HouseContainer {
  const { image, bucket, prefix, region, endpoint, key } = store;
  return step({
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
      ...(!key && { RCLONE_S3_ENV_AUTH: 'true' }),
      // Making buckets is nothing that its key should be able to.
      RCLONE_S3_NO_CHECK_BUCKET: 'true',
      RCLONE_CONTIMEOUT: '10s',
      // No file: all of it is here.
      RCLONE_CONFIG: '/tmp/rclone.conf',
      RCLONE_CACHE_DIR: '/tmp',
    },
    secrets: key ? [SECRETS.objectStore] : [],
    writesDumps: script === 'fetch',
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
  });
}
