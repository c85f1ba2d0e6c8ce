import type { Settings } from '../../../settings/schema.ts';
import { settingsWith } from '../../../workloads/testing/settings-with.ts';

/** Minimal settings of an EKS cluster. */
const SMALLEST = { provider: 'eks', region: 'eu-central-1', account: '111122223333' };

/** Settings of a platform on EKS, with defaults for everything that a test is not about. */
export function onEks(cluster: object = {}, groups: Record<string, unknown> = {}): Settings {
  return settingsWith({
    cluster: { ...SMALLEST, ...cluster },
    uploads: { storageClass: 'efs' },
    ...groups,
  });
}

export const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

/** All options at once. */
export const everything = () =>
  onEks(
    {
      loadBalancerController: { repository: 'https://charts.example.org' },
      accessEntries: {
        engineers: {
          principal: 'arn:aws:iam::111122223333:role/engineers',
          policy: 'view',
          groups: ['people'],
        },
      },
    },
    {
      database: { mode: 'rds', tls: { ca: CA } },
      cache: { mode: 'elasticache' },
    },
  );

/** A database in the cluster, whose dumps go to a bucket. */
export const withBackups = (cluster: object = {}) =>
  onEks(cluster, { backup: { objectStore: { bucket: 'finance-backups', region: 'eu-central-1' } } });

/** Auto Mode, with a database and a cache in AWS. */
export const autoMode = () =>
  onEks(
    { nodes: { kind: 'auto' } },
    { database: { mode: 'rds', tls: { ca: CA } }, cache: { mode: 'elasticache' } },
  );

/** Logs and Velero backups in existing buckets. */
export const withBuckets = () =>
  onEks(
    {},
    {
      observability: { logs: { kind: 'loki', objectStore: { bucket: 'our-logs', region: 'eu-west-1' } } },
      addOns: {
        velero: {
          repository: 'https://charts.example.org',
          values: {
            configuration: {
              backupStorageLocation: [
                { name: 'default', provider: 'aws', bucket: 'our-copies', prefix: 'prod' },
                { name: 'here', provider: 'aws', bucket: 'nobodys', config: { s3Url: 'http://minio.minio' } },
              ],
            },
          },
        },
      },
    },
  );
