import { Construct } from 'constructs';
import { AUTHORITY_FILE, SECRETS } from '../defaults/names-and-ports.ts';
import { CustomResource, Kube } from '../defaults/typed-kubernetes-objects.ts';
import type { StoreFolder, StoreKey } from '../facts/object-store-folders-and-keys.ts';
import { authoritySecret } from '../secrets/certificate-secrets.ts';

export interface VeleroLocationProps {
  readonly folder: StoreFolder;
  /** Key of the store. @default none - the cloud identifies Velero by its service account */
  readonly key?: StoreKey;
  /** Certificates of the platform's authority, which certified the store. @default none - the store has another issuer */
  readonly trusted?: string | undefined;
}

/**
 * The place that Velero copies to by default, with its key.
 *
 * Source: `BackupStorageLocation` of Velero 1.18; its `config` is that of velero-plugin-for-aws 1.14.
 */
export class VeleroLocation extends Construct {
  constructor(scope: Construct, id: string, { folder, key, trusted }: VeleroLocationProps) {
    super(scope, id);
    const { bucket, prefix, region, endpoint } = folder;
    if (key) {
      const cloud = `[default]\naws_access_key_id=${key.id}\naws_secret_access_key=${key.secret}\n`;
      new Kube(this, 'key', 'Secret', {
        metadata: { name: SECRETS.veleroStore },
        type: 'Opaque',
        stringData: { cloud },
      });
    }
    if (trusted !== undefined) authoritySecret(this, trusted);
    new CustomResource(this, 'location', LOCATION, {
      metadata: { name: 'default' },
      spec: {
        provider: 'aws',
        default: true,
        objectStorage: {
          bucket,
          prefix,
          ...(trusted !== undefined && {
            caCertRef: { name: SECRETS.platformAuthority, key: AUTHORITY_FILE },
          }),
        },
        ...(key && { credential: { name: SECRETS.veleroStore, key: 'cloud' } }),
        config: {
          ...(region !== undefined && { region }),
          // Not every store knows the checksums of AWS.
          ...(endpoint !== undefined && { s3Url: endpoint, s3ForcePathStyle: 'true', checksumAlgorithm: '' }),
        },
      },
    });
  }
}

const LOCATION = { apiVersion: 'velero.io/v1', kind: 'BackupStorageLocation' };
