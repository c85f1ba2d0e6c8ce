import { randomBytes } from 'node:crypto';
import { containersOf, jobFrom } from '../../operations/make-restore-job-from-cron-job.ts';
import { get, kubectl, kubectlWith } from '../kubectl.ts';
import { eventually } from '../wait-until.ts';

/** Outcome of a run, with the logs of all its containers. */
export interface Ended {
  readonly succeeded: boolean;
  readonly log: string;
  readonly seconds: number;
}

/** Runs a CronJob at once, for one dump or, without a name, for the newest. */
export async function runNow(namespace: string, cronJob: string, dump?: string): Promise<Ended> {
  const since = performance.now();
  const name = `${cronJob}-${randomBytes(2).toString('hex')}`;
  const of = ['--namespace', namespace];
  const job = jobFrom(await get('cronjob', cronJob, ...of), name, dump);
  if (dump === undefined) await kubectl('create', 'job', name, ...of, `--from=cronjob/${cronJob}`);
  else await kubectlWith(JSON.stringify(job), 'create', ...of, '--filename', '-');
  const { succeeded } = await eventually(
    `an end of ${name}`,
    async () => {
      const { status } = await get('job', name, ...of);
      return status.succeeded === 1 || status.failed === 1
        ? { succeeded: status.succeeded === 1 }
        : undefined;
    },
    { seconds: 240 },
  );
  const logs = containersOf(job).map((container) =>
    kubectl('logs', `job/${name}`, ...of, '--container', container).catch(() => ''),
  );
  const log = (await Promise.all(logs)).join('');
  return { succeeded, log, seconds: (performance.now() - since) / 1000 };
}
