import { describePods } from './describe-pods-not-ready.ts';
import { failedCreate } from './failed-create.ts';
import { oneLine } from './one-line.ts';
import { podTroubles } from './pod-troubles.ts';
import { podsOf } from './pods-of-current-revision.ts';
import { conditionOf, type Facts, type Workload } from './verdict-fact-types.ts';
import {
  GAVE_UP,
  READY,
  type Trouble,
  type Verdict,
  waiting,
} from './verdict-types-and-hopeless-troubles.ts';

/** Verdict on a Job: ready when complete; a suspended one waits for others, and counts as ready. */
export function verdictOfJob(facts: Facts): Verdict {
  const job = facts.object as Workload | undefined;
  if (job === undefined) return waiting('is not in the cluster');
  const holds = (type: string) => conditionOf(job, type)?.status === 'True';
  if (job.spec?.suspend === true || holds('Complete') || holds('SuccessCriteriaMet')) return READY;

  const pods = podsOf(job, facts);
  const troubles = pods.flatMap((pod) => podTroubles(pod, facts));
  if (holds('Failed') || holds('FailureTarget')) return waiting('has failed', [failure(job, troubles)]);
  const lacking = pods.length === 0 ? failedCreate(job, facts) : [];
  const isTrying = pods.some(({ status }) => status?.phase === 'Running');
  const tried = troubles.map((trouble) => ({ ...trouble, trying: trouble.trying === true || isTrying }));
  const active = pods.filter(({ status }) => status?.phase !== 'Failed');
  return waiting(['is not done', ...describePods(active, facts)].join('; '), [...lacking, ...tried]);
}

/** Trouble of a failed Job, with the message of its last pod. */
function failure(job: Workload, troubles: readonly Trouble[]): Trouble {
  const { reason, message } = conditionOf(job, 'Failed') ?? conditionOf(job, 'FailureTarget') ?? {};
  const last = troubles.at(-1);
  return {
    ...last,
    key: GAVE_UP,
    cause: [last?.cause, `it gave up: ${oneLine(message ?? reason)} (${reason})`].filter(Boolean).join('; '),
    advice: last?.advice ?? 'look at what it waits for; the next run starts it again',
    heals: false,
    stale: false,
    trying: false,
  };
}
