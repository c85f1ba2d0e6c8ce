import { verdictOfPod } from './bare-pod-verdict.ts';
import { verdictOfClaim } from './claim-verdict.ts';
import { verdictOfDatabase } from './cloudnative-pg-verdict.ts';
import { verdictOfExternalSecret } from './external-secret-verdict.ts';
import { verdictOfJob } from './job-verdict.ts';
import { verdictOfWorkload } from './long-running-workload-verdict.ts';
import type { Facts } from './verdict-fact-types.ts';
import type { Verdict } from './verdict-types-and-hopeless-troubles.ts';

/** Verdicts by group and kind, for kinds that get ready some time after they exist. */
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

/** Returns the function that judges a kind; `undefined` for kinds that are ready as soon as they exist. */
export function verdictByKind(group: string, kind: string): ((facts: Facts) => Verdict) | undefined {
  return VERDICTS[`${group}/${kind}`];
}
