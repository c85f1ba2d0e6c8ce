import { verdictOfClaim } from './claim.ts';
import { verdictOfDatabase } from './database.ts';
import { verdictOfExternalSecret } from './external-secret.ts';
import { verdictOfJob } from './job.ts';
import type { Facts } from './live.ts';
import { verdictOfPod } from './pod.ts';
import type { Verdict } from './verdict.ts';
import { verdictOfWorkload } from './workload.ts';

/** Kinds of objects that are ready some time after they are there, by group. */
const VERDICTS: Readonly<Record<string, (facts: Facts) => Verdict>> = {
  'apps/Deployment': verdictOfWorkload,
  'apps/StatefulSet': verdictOfWorkload,
  'apps/DaemonSet': verdictOfWorkload,
  'batch/Job': verdictOfJob,
  '/Pod': verdictOfPod,
  '/PersistentVolumeClaim': verdictOfClaim,
  'postgresql.cnpg.io/Cluster': verdictOfDatabase,
  'external-secrets.io/ExternalSecret': verdictOfExternalSecret,
  'external-secrets.io/SecretStore': verdictOfExternalSecret,
};

/** How to say whether an object is ready; `undefined` for kinds that are as soon as they are there. */
export function judgeOf(group: string, kind: string): ((facts: Facts) => Verdict) | undefined {
  return VERDICTS[`${group}/${kind}`];
}
