import * as pulumi from '@pulumi/pulumi';
import type { Settings } from '../../settings/schema.ts';
import { isDumped } from '../../workloads/backup/backup-of.ts';
import { BACKUP, DRILL, POSTGRES, RESTORE } from '../../workloads/house/names.ts';
import { podIdentity } from './pod-identity.ts';
import type { Statement } from './role.ts';

export interface WorkloadIdentitiesArgs {
  readonly settings: Settings;
  /** First in the names of their roles. */
  readonly name: string;
  readonly clusterName: pulumi.Input<string>;
  readonly account: string;
  /** ARN of the key of backups. */
  readonly dataKey: pulumi.Input<string>;
}

/** What pods of the platform are in AWS: those that keep or read backups, and what copies secrets. No other one is anybody. */
export function workloadIdentities(
  { settings, name, clusterName, account, dataKey }: WorkloadIdentitiesArgs,
  opts: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  const { namespace, secrets, addOns } = settings;
  const store = storeOnAws(settings);
  const backups = store
    ? podIdentity(
        {
          name: `${name}-backups`,
          clusterName,
          component: 'backup',
          namespace,
          accounts: whoBacksUp(settings),
          statements: pulumi.output(dataKey).apply((key) => useOfFolder(store, key)),
        },
        opts,
      )
    : [];
  const { source } = secrets;
  if (source.kind !== 'external-secrets') return backups;
  const copies = podIdentity(
    {
      name: `${name}-external-secrets`,
      clusterName,
      component: 'add-ons',
      namespace: addOns.externalSecrets?.namespace ?? OPERATOR,
      accounts: [OPERATOR],
      statements: source.roleArn
        ? [{ Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: source.roleArn }]
        : [
            {
              Effect: 'Allow',
              Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
              Resource: `arn:aws:secretsmanager:${source.region}:${account}:secret:${source.prefix}/*`,
            },
          ],
    },
    opts,
  );
  return [...backups, ...copies];
}

const OPERATOR = 'external-secrets';

/** The bucket of AWS that backups go to, where pods come to it as themselves. */
export function storeOnAws({ backup, database, secrets }: Settings) {
  const { objectStore } = backup;
  if (!backup.enabled || !objectStore || objectStore.endpoint !== undefined || objectStore.pods)
    return undefined;
  if (secrets.objectStoreKey !== undefined) return undefined;
  return isDumped({ backup, database }) ? objectStore : undefined;
}

/** Those of dumps, and servers of CloudNativePG, which keep an archive too. */
function whoBacksUp(settings: Settings): readonly string[] {
  const dumps = isDumped(settings) ? [BACKUP, DRILL, RESTORE] : [];
  return [...dumps, ...(settings.database.mode === 'cloudnative-pg' ? [POSTGRES] : [])].map(
    ({ name }) => name,
  );
}

/** One folder of the bucket. */
function useOfFolder(
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  key: string,
): readonly Statement[] {
  const arn = `arn:aws:s3:::${bucket}`;
  return [
    {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: arn,
      Condition: { StringLike: { 's3:prefix': [prefix, `${prefix}/*`] } },
    },
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
      Resource: `${arn}/${prefix}/*`,
    },
    { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: key },
  ];
}
