/**
 * `npm run restore -- --stack prod [--dump NAME]`: puts the newest dump, or the one of that name, in the place of the
 * database. It is restored beside the one in use and proven first; the app is away only while the two change places.
 */
import { parseArgs } from 'node:util';
import { readStackFile } from '../settings/read.ts';
import { RESTORE, WEB } from '../workloads/house/names.ts';
import { followJob, jobName } from './follow-job.ts';
import { kubectlFor } from './kubectl.ts';
import { whyNoDumps } from './no-dumps.ts';
import { containersOf, jobFrom } from './restore-job.ts';

const say = (line: string) => console.log(line);

async function restore(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { stack: { type: 'string' }, dump: { type: 'string' } },
  });
  if (values.stack === undefined) throw new Error('usage: npm run restore -- --stack STACK [--dump NAME]');
  const settings = readStackFile(values.stack, process.cwd());
  const why = whyNoDumps(settings);
  if (why !== undefined) throw new Error(why);
  const kubectl = kubectlFor(settings, say);
  const read = (...what: readonly string[]) =>
    JSON.parse(kubectl(['get', ...what, '--output', 'json'], { quiet: true }));

  const name = jobName(RESTORE.name);
  const job = jobFrom(read('cronjob', RESTORE.name), name, values.dump);
  kubectl(['create', '--filename', '-'], { input: JSON.stringify(job) });

  const until = followJob(kubectl, name, say);
  const ready = await until((state) => state === 'swap runs');
  if (ready !== 'swap runs') return conclude(ready);

  const { spec } = read('deployment', WEB.name);
  const deployment = `deployment/${WEB.name}`;
  kubectl(['scale', deployment, '--replicas=0']);
  try {
    conclude(await until());
  } finally {
    kubectl(['scale', deployment, `--replicas=${spec.replicas || 1}`]);
    kubectl(['rollout', 'status', deployment, '--timeout=180s']);
  }

  /** Empty for a step that never ran. */
  function logOf(container: string): string {
    try {
      const log = kubectl(['logs', `job/${name}`, '--container', container], { quiet: true });
      return log.trimEnd().replaceAll(/^/gm, `  ${container}: `);
    } catch {
      return '';
    }
  }

  function conclude(state: string): void {
    say(containersOf(job).map(logOf).filter(Boolean).join('\n'));
    if (state !== 'succeeded') throw new Error(`${name} failed: the database in use was not changed`);
  }
}

try {
  await restore(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
