import * as pulumi from '@pulumi/pulumi';
import { requireSameCluster } from '../../bridge/data/identify-and-require-same-cluster.ts';
import { type Former, former } from '../../bridge/read-state-before-run.ts';
import type { Settings } from '../../settings/schema.ts';
import { arnOf } from './control-plane.ts';
import type { EksSettings } from './eks-settings-type.ts';
import { storeOnAws } from './workload-identities.ts';

/**
 * Refuses to replace resources that hold data in AWS because an immutable setting changed. Pulumi would refuse too, naming
 * only its own resources; where `database.protect` was just removed, AWS would, in the middle of the run.
 *
 * @param release objects that may be lost all the same, see `guardPlan`
 * @throws pulumi.RunError before anything is registered
 */
export async function refuseDataLoss(
  settings: Settings,
  on: EksSettings,
  release: readonly string[],
): Promise<void> {
  const lost = lostInAws(await former(), settings, on);
  if (lost.length === 0) return requireSameCluster(arnOf(on), release);
  throw new pulumi.RunError(`this run would lose data, so nothing was touched:
${lost.join('\n')}
Put back what the settings had before. To mean it: take a backup, set database.protect to false, run up, and only then change it.`);
}

/** Describes the protected resources that would be replaced, and by which setting; unprotected ones may go. */
export function lostInAws(before: readonly Former[], settings: Settings, on: EksSettings): readonly string[] {
  const { database } = settings;
  const store = on.makesBackupBucket ? storeOnAws(settings) : undefined;
  const wanted: readonly Wanted[] = [
    {
      type: 'aws:eks/cluster:Cluster',
      field: 'arn',
      now: arnOf(on),
      because: 'cluster.name, cluster.region or cluster.account',
      lost: 'all that is in it, with its keys, files and database, which are named after it',
    },
    {
      type: 'aws:rds/instance:Instance',
      field: 'dbName',
      now: database.mode === 'rds' ? database.name : undefined,
      because: 'database.name or database.mode',
      lost: 'all that is in it; only its last snapshot remains',
    },
    {
      type: 'aws:s3/bucket:Bucket',
      field: 'bucket',
      now: store?.bucket,
      because: 'backup.enabled, backup.objectStore or cluster.makesBackupBucket',
      lost: 'all backups in it',
    },
  ];
  return wanted.flatMap(({ type, field, now, because, lost }) =>
    before
      .filter((one) => one.type === type && one.outputs[field] !== now)
      .filter(({ outputs }) => database.protect || outputs['deletionProtection'] === true)
      .map(
        ({ name, outputs }) =>
          `${type.replace(/.*:/, '')} ${name} would go, and ${lost}:\n    ${because}: ${outputs[field]} → ${now ?? 'nothing'}`,
      ),
  );
}

interface Wanted {
  readonly type: string;
  /** Immutable output, and its wanted value `now`; `undefined` where the settings want none. */
  readonly field: string;
  readonly now: string | undefined;
  readonly because: string;
  readonly lost: string;
}
