import type { Construct } from 'constructs';
import { OBJECT_STORE, OBJECT_STORE_BUCKETS, SECRETS, STORE_AUTHORITY } from '../defaults/names-and-ports.ts';
import type { RestrictedContainer } from '../defaults/pod.ts';
import { SetupJob } from '../defaults/setup-job.ts';
import { fileOf, mountOf, platformAuthority, volumesOf } from '../facts/certificate-authority-volume.ts';
import { STORE_USERS, type StoreUser } from '../facts/object-store-folders-and-keys.ts';
import { authoritySecret } from '../secrets/certificate-secrets.ts';

export interface ObjectStoreBucketsProps {
  /** Image with `rclone`. */
  readonly image: string;
  /** Rotation number of the keys that the Job signs in with: each has a Job of its own. */
  readonly round: number;
  /** Certificates of the authority that certifies the store. */
  readonly trusted: string | undefined;
}

/** Job that creates the bucket of each user with its own key, so that it is the owner; those that exist are left as they are. */
export class ObjectStoreBuckets extends SetupJob {
  constructor(scope: Construct, id: string, { image, round, trusted }: ObjectStoreBucketsProps) {
    super(scope, id, {
      name: OBJECT_STORE_BUCKETS.name,
      round,
      deadlineSeconds: 900,
      containers: STORE_USERS.map((user) => bucketOf(user, image)),
      volumes: volumesOf(AUTHORITY),
      mounts: mountOf(AUTHORITY),
    });
    if (trusted !== undefined) authoritySecret(this, trusted);
  }
}

const AUTHORITY = platformAuthority(STORE_AUTHORITY);

function bucketOf(user: StoreUser, image: string): RestrictedContainer {
  const { name, port, region } = OBJECT_STORE;
  const env = {
    RCLONE_S3_PROVIDER: 'Other',
    RCLONE_S3_ENDPOINT: `https://${name}:${port}`,
    RCLONE_CA_CERT: fileOf(STORE_AUTHORITY),
    RCLONE_S3_REGION: region,
    RCLONE_S3_ACCESS_KEY_ID: user,
    RCLONE_CONFIG: '/tmp/rclone.conf',
    RCLONE_CACHE_DIR: '/tmp',
    RCLONE_CONTIMEOUT: '10s',
    // With kubectl the Job starts beside the server, and not after it.
    RCLONE_RETRIES: '30',
    RCLONE_RETRIES_SLEEP: '5s',
  };
  return {
    name: user,
    image,
    command: ['rclone', 'mkdir', `:s3:${user}`],
    env: [
      ...Object.entries(env).map(([key, value]) => ({ name: key, value })),
      {
        name: 'RCLONE_S3_SECRET_ACCESS_KEY',
        valueFrom: { secretKeyRef: { name: SECRETS.objectStoreUsers, key: user } },
      },
    ],
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
  };
}
