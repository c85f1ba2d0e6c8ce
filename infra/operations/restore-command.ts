/**
 * `npm run restore -- --stack prod [--dump NAME]`: replaces the database by the newest dump, or by the one of that name, and brings
 * back the receipts that were with it; with `--receipts-only` it brings back these alone. The dump is restored beside the database in use and
 * verified first; the app is down only while the two are swapped.
 */
import { parseArgs } from 'node:util';
import { Problem, readWithUsage } from '../command/problem.ts';
import { runCommand } from '../command/run-command.ts';
import { readStackFile } from '../settings/read-settings.ts';
import { uploadsKindOf } from '../settings/uploads-kind.ts';
import { RESTORE, WEB, WORKER } from '../workloads/defaults/names.ts';
import { followJob, jobName, logOf } from './follow-job.ts';
import { kubectlFor } from './kubectl.ts';
import { containersOf, jobFrom } from './restore-job.ts';
import { whyNoDumps } from './why-settings-make-no-dumps.ts';

const say = (line: string) => console.log(line);

async function restore(): Promise<void> {
  const { stack, dump, ...flags } = parsed(process.argv.slice(2));
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

function parsed(args: readonly string[]) {
  const usage =
    'usage: npm run restore -- --stack STACK [--dump NAME] [--receipts-only | --without-lost-receipts]';
  return readWithUsage(usage, () => {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean', default: false } as const;
    const options = { stack: text, dump: text, 'receipts-only': flag, 'without-lost-receipts': flag };
    const { stack, dump, ...flags } = parseArgs({ args: [...args], options }).values;
    const receiptsOnly = flags['receipts-only'];
    const withoutLostReceipts = flags['without-lost-receipts'];
    if (stack === undefined) throw new Error('say which stack');
    if (receiptsOnly && withoutLostReceipts) throw new Error('one of the two is enough');
    return { stack, dump, receiptsOnly, withoutLostReceipts };
  });
}

await runCommand(async () => {
  await restore();
  return 0;
}, 1);
