import { Problem } from '../command/problem.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { uploadsKindOf } from '../settings/uploads-in-database-or-volume.ts';
import { RESTORE, WEB, WORKER } from '../workloads/defaults/names-and-ports.ts';
import { followJob, jobName, logOf } from './follow-job-state.ts';
import { kubectlFor } from './kubectl.ts';
import { containersOf, jobFrom } from './make-restore-job-from-cron-job.ts';
import { whyNoDumps } from './why-settings-make-no-dumps.ts';

/** What to bring back of a stack. */
export interface StackRestore {
  readonly stack: string;
  /** Name of the dump. @default the newest */
  readonly dump: string | undefined;
  /** True for the receipts that were with it alone. */
  readonly receiptsOnly: boolean;
  /** True to bring the database back although receipts of it are lost. */
  readonly withoutLostReceipts: boolean;
}

/**
 * Replaces the database of a stack by a dump, and brings back the receipts that were with it, or these alone. The dump is restored
 * beside the database in use and verified first; the app is down only while the two are swapped.
 *
 * @throws Problem when the settings make no dumps, or the Job fails
 */
export async function restoreStack(
  { stack, dump, ...flags }: StackRestore,
  say: (line: string) => void,
): Promise<void> {
  const settings = readStackFile(stack, process.cwd());
  const why = whyNoDumps(settings);
  if (why !== undefined) throw new Problem(why);
  if (flags.receiptsOnly && uploadsKindOf(settings) === 'database')
    throw new Problem('receipts are in the database, and come back with it: leave out --receipts-only');
  const kubectl = kubectlFor(settings, say);
  const read = (...what: readonly string[]) =>
    JSON.parse(kubectl(['get', ...what, '--output', 'json'], { quiet: true }));

  const name = jobName(RESTORE.name);
  const besideApp = read('deployment', WEB.name).spec.replicas !== 0;
  const job = jobFrom(read('cronjob', RESTORE.name), name, dump, { ...flags, besideApp });
  kubectl(['create', '--filename', '-'], { input: JSON.stringify(job) });

  const until = followJob(kubectl, name, say);
  const ready = await until((state) => state === 'swap runs');
  if (ready !== 'swap runs') return conclude(ready);

  const away = [WEB, WORKER].map(({ name: one }) => ({
    deployment: `deployment/${one}`,
    replicas: read('deployment', one).spec.replicas || 1,
  }));
  kubectl(['scale', ...away.map(({ deployment }) => deployment), '--replicas=0']);
  try {
    conclude(await until());
  } finally {
    for (const { deployment, replicas } of away) kubectl(['scale', deployment, `--replicas=${replicas}`]);
    for (const { deployment } of away) kubectl(['rollout', 'status', deployment, '--timeout=180s']);
  }

  function conclude(state: string): void {
    const logs = containersOf(job).map((container) => [container, logOf(kubectl, name, container)] as const);
    const said = logs.filter(([, log]) => log !== '');
    say(said.map(([container, log]) => log.replaceAll(/^/gm, `  ${container}: `)).join('\n'));
    if (state !== 'succeeded') throw new Problem(`${name} failed: the database in use was not changed`);
  }
}
