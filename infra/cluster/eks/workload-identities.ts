import * as pulumi from '@pulumi/pulumi';
import type { Settings } from '../../settings/schema.ts';
import { BACKUP, DRILL, LOKI, POSTGRES, RESTORE } from '../../workloads/defaults/names-and-ports.ts';
import { isDumped } from '../../workloads/facts/is-database-dumped.ts';
import { logStore, veleroFolder } from '../../workloads/facts/object-store-folders-and-keys.ts';
import { useOfAnyKey, useOfFolder, useOfItsKey } from './bucket-and-key-iam-statements.ts';
import type { EksSettings } from './eks-settings-type.ts';
import { podIdentity } from './pod-identity.ts';
import { veleroAccount, veleroBuckets } from './velero-buckets-and-account-from-values.ts';

export interface WorkloadIdentitiesArgs {
  readonly settings: Settings;
  readonly on: EksSettings;
  readonly clusterName: pulumi.Input<string>;
  /** ARN of the key that encrypts backups. */
  readonly dataKey: pulumi.Input<string>;
}

/**
 * Pod identities of the platform: for pods that read or write backups, Velero copies and logs in a bucket, and for
 * external-secrets. Other pods have none; the app itself makes no calls to AWS.
 */
export function workloadIdentities(
  args: WorkloadIdentitiesArgs,
  opts: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  return [backups, logs, copies, secrets].flatMap((identity) => identity(args, opts));
}

type Identity = typeof workloadIdentities;

const backups: Identity = ({ settings, on, clusterName, dataKey }, opts) => {
  const store = storeOnAws(settings);
  if (!store) return [];
  const { region = on.region } = store;
  return podIdentity(
    {
      name: `${on.name}-backups`,
      clusterName,
      component: 'backup',
      namespace: settings.namespace,
      accounts: whoBacksUp(settings),
      statements: pulumi
        .output(dataKey)
        .apply((key) => [
          ...useOfFolder(store),
          on.makesBackupBucket ? useOfItsKey(key) : useOfAnyKey(store.bucket, { ...on, region }),
        ]),
    },
    opts,
  );
};

const logs: Identity = ({ settings, on, clusterName }, opts) => {
  const { namespace } = settings.observability;
  const store = logStore(settings);
  if (!store || store.key || store.endpoint !== undefined) return [];
  const { bucket, region = on.region } = store;
  return podIdentity(
    {
      name: `${on.name}-logs`,
      clusterName,
      component: 'identity',
      namespace,
      accounts: [LOKI.name],
      statements: [...useOfFolder({ bucket }), useOfAnyKey(bucket, { ...on, region })],
    },
    opts,
  );
};

const copies: Identity = ({ settings, on, clusterName }, opts) => {
  const own = veleroFolder(settings);
  const isOnAws = own !== undefined && !own.key && own.endpoint === undefined;
  const buckets = isOnAws ? [own] : veleroBuckets(settings);
  if (!settings.addOns.velero || buckets.length === 0) return [];
  return podIdentity(
    {
      name: `${on.name}-velero`,
      clusterName,
      component: 'backup',
      namespace: settings.addOns.velero.namespace,
      accounts: [veleroAccount(settings)],
      statements: buckets.flatMap(({ region = on.region, ...folder }) => [
        ...useOfFolder(folder),
        useOfAnyKey(folder.bucket, { ...on, region }),
      ]),
    },
    opts,
  );
};

const secrets: Identity = ({ settings, on, clusterName }, opts) => {
  const { source } = settings.secrets;
  if (source.kind !== 'external-secrets') return [];
  return podIdentity(
    {
      name: `${on.name}-external-secrets`,
      clusterName,
      component: 'add-ons',
      namespace: settings.addOns.externalSecrets?.namespace ?? OPERATOR,
      accounts: [OPERATOR],
      statements: source.roleArn
        ? [{ Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: source.roleArn }]
        : [
            {
              Effect: 'Allow',
              Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
              Resource: `arn:aws:secretsmanager:${source.region}:${on.account}:secret:${source.prefix}/*`,
            },
          ],
    },
    opts,
  );
};

const OPERATOR = 'external-secrets';

/** The AWS bucket for backups, if pods sign in to it by their own identity. */
export function storeOnAws({ backup, database, secrets }: Settings) {
  const { objectStore } = backup;
  if (!backup.enabled || objectStore?.kind !== 's3' || objectStore.endpoint !== undefined || objectStore.pods)
    return undefined;
  if (secrets.objectStoreKey !== undefined) return undefined;
  return isDumped({ backup, database }) ? objectStore : undefined;
}

/** Service accounts of the dump Jobs, and of CloudNativePG's servers, which archive to the bucket too. */
function whoBacksUp(settings: Settings): readonly string[] {
  const dumps = isDumped(settings) ? [BACKUP, DRILL, RESTORE] : [];
  return [...dumps, ...(settings.database.mode === 'cloudnative-pg' ? [POSTGRES] : [])].map(
    ({ name }) => name,
  );
}
