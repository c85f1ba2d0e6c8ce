import { Construct } from 'constructs';
import { SIDECAR_RESOURCES } from '../../manifests/objects-created-by-operators.ts';
import { AUTHORITY_FILE, POSTGRES, SECRETS } from '../defaults/names-and-ports.ts';
import { CustomResource } from '../defaults/typed-kubernetes-objects.ts';
import type { StoreFolder } from '../facts/object-store-folders-and-keys.ts';

/** An object store for the write-ahead log and base backups. */
export interface Archive extends StoreFolder {
  /** Folder of this cluster's servers, below `prefix`. */
  readonly name: string;
  /** Schedule of the base backups: five cron fields, UTC. */
  readonly schedule: string;
  /** Recovery window: the database can be restored to any point of this many days. */
  readonly retentionDays: number;
}

/**
 * Continuous archiving of the write-ahead log of a Cluster, with daily base backups, by the operator's barman-cloud plugin.
 *
 * Source: `ObjectStore` of plugin-barman-cloud 0.13, `ScheduledBackup` of CloudNativePG 1.30.
 */
export class CloudNativePgArchive extends Construct {
  constructor(scope: Construct, id: string, props: Archive) {
    super(scope, id);
    const { bucket, prefix, region, endpoint, authority, key, schedule, retentionDays } = props;
    const { name } = POSTGRES;
    const ofKey = (part: string) => ({ name: SECRETS.objectStore, key: `RCLONE_S3_${part}` });
    new CustomResource(this, 'store', STORE, {
      metadata: { name },
      spec: {
        retentionPolicy: `${retentionDays}d`,
        configuration: {
          destinationPath: `s3://${bucket}/${prefix}`,
          ...(endpoint !== undefined && { endpointURL: endpoint }),
          ...(authority && { endpointCA: { name: SECRETS.platformAuthority, key: AUTHORITY_FILE } }),
          s3Credentials: key
            ? { accessKeyId: ofKey('ACCESS_KEY_ID'), secretAccessKey: ofKey('SECRET_ACCESS_KEY') }
            : { inheritFromIAMRole: true },
          wal: { compression: 'gzip' },
          data: { compression: 'gzip' },
        },
        instanceSidecarConfiguration: {
          ...(region !== undefined && { env: [{ name: 'AWS_DEFAULT_REGION', value: region }] }),
          resources: SIDECAR_RESOURCES,
        },
      },
    });
    new CustomResource(this, 'base-backups', SCHEDULE, {
      metadata: { name: props.name }, // a new archive gets a base backup at once
      spec: {
        schedule: `0 ${schedule}`, // this cron format starts with seconds
        immediate: true,
        cluster: { name },
        method: 'plugin',
        pluginConfiguration: { name: PLUGIN },
        backupOwnerReference: 'cluster',
      },
    });
  }
}

/** Fields of a Cluster's spec that configure its archive. */
export function archived({ name, accountAnnotations }: Archive) {
  return {
    plugins: [{ name: PLUGIN, isWALArchiver: true, parameters: parametersOf(name) }],
    ...(Object.keys(accountAnnotations).length > 0 && {
      serviceAccountTemplate: { metadata: { annotations: accountAnnotations } },
    }),
  };
}

/** An archive that new servers are bootstrapped from. */
export interface Recovery {
  /** Folder of the archive. */
  readonly archive: string;
  /** Point in time to recover to, in RFC 3339; later changes are not restored. @default the end of the archive */
  readonly until?: string | undefined;
}

/** Fields of a Cluster's spec that bootstrap it from an archive. The owner and its password are those of a new database. */
export function recovered({ archive, until }: Recovery, { database, owner, secret }: Owned) {
  return {
    bootstrap: {
      recovery: {
        source: ORIGIN,
        database,
        owner,
        secret,
        ...(until !== undefined && { recoveryTarget: { targetTime: until } }),
      },
    },
    externalClusters: [{ name: ORIGIN, plugin: { name: PLUGIN, parameters: parametersOf(archive) } }],
  };
}

interface Owned {
  readonly database: string;
  readonly owner: string;
  readonly secret: { readonly name: string };
}

function parametersOf(serverName: string) {
  return { barmanObjectName: POSTGRES.name, serverName };
}

const ORIGIN = 'origin';
const PLUGIN = 'barman-cloud.cloudnative-pg.io';
const STORE = { apiVersion: 'barmancloud.cnpg.io/v1', kind: 'ObjectStore' };
const SCHEDULE = { apiVersion: 'postgresql.cnpg.io/v1', kind: 'ScheduledBackup' };
