import { Construct } from 'constructs';
import { SIDECAR_RESOURCES } from '../../manifests/operated.ts';
import { CustomResource } from '../house/kube.ts';
import { POSTGRES, SECRETS } from '../house/names.ts';

/** An S3-compatible object store that keeps every change, and a copy of the files to start from. */
export interface Archive {
  /** Folder of these servers, below `prefix`. */
  readonly name: string;
  readonly bucket: string;
  /** Folder in the bucket. */
  readonly prefix: string;
  /** @default that of the endpoint */
  readonly region?: string | undefined;
  /** @default that of AWS in the region */
  readonly endpoint?: string | undefined;
  /** Whether the Secret has a key for it; otherwise the cloud knows the servers by their account. */
  readonly key: boolean;
  /** Of the account of the servers. */
  readonly accountAnnotations: Readonly<Record<string, string>>;
  /** When the files are copied: five fields, in UTC. */
  readonly schedule: string;
  /** How far back the database can be taken. */
  readonly retentionDays: number;
}

/**
 * Where a Cluster sends its log as it is written, and its files once a day, by the barman-cloud plugin of the operator.
 *
 * Source: `ObjectStore` of plugin-barman-cloud 0.13, `ScheduledBackup` of CloudNativePG 1.30.
 */
export class CloudNativePgArchive extends Construct {
  constructor(scope: Construct, id: string, props: Archive) {
    super(scope, id);
    const { bucket, prefix, region, endpoint, key, schedule, retentionDays } = props;
    const { name } = POSTGRES;
    const ofKey = (part: string) => ({ name: SECRETS.objectStore, key: `RCLONE_S3_${part}` });
    new CustomResource(this, 'store', STORE, {
      metadata: { name },
      spec: {
        retentionPolicy: `${retentionDays}d`,
        configuration: {
          destinationPath: `s3://${bucket}/${prefix}`,
          ...(endpoint !== undefined && { endpointURL: endpoint }),
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
      metadata: { name: props.name }, // a new one makes a copy at once
      spec: {
        schedule: `0 ${schedule}`, // it counts seconds too
        immediate: true,
        cluster: { name },
        method: 'plugin',
        pluginConfiguration: { name: PLUGIN },
        backupOwnerReference: 'cluster',
      },
    });
  }
}

/** What a Cluster says of its archive. */
export function archived({ name, accountAnnotations }: Archive) {
  return {
    plugins: [{ name: PLUGIN, isWALArchiver: true, parameters: parametersOf(name) }],
    ...(Object.keys(accountAnnotations).length > 0 && {
      serviceAccountTemplate: { metadata: { annotations: accountAnnotations } },
    }),
  };
}

/** An archive that new servers begin with. */
export interface Recovery {
  /** Its folder. */
  readonly archive: string;
  /** Nothing that was written after it comes back, as RFC 3339 has it. @default all comes back */
  readonly until?: string | undefined;
}

/** What a Cluster says of it. Who owns the database, and by which password, is as it would be in a new one. */
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
