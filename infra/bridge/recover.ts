/**
 * `npm run recover -- --stack dev`: brings a stack whose run was killed to where the program wants it.
 * Options go to `pulumi up`; with `--yes` nothing is asked.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { type ExportedStack, settleUnfinished } from './unfinished.ts';

const args = process.argv.slice(2);
const { values } = parseArgs({
  args,
  strict: false,
  options: { stack: { type: 'string', short: 's' }, yes: { type: 'boolean', short: 'y' } },
});
const onStack = typeof values.stack === 'string' ? ['--stack', values.stack] : [];
const unasked = values.yes === true ? ['--yes'] : [];

// A killed run leaves its lock behind; where there is none, there is nothing to say about it.
pulumi(['cancel', ...onStack, ...unasked], { optional: true });
const exported = JSON.parse(pulumi(['stack', 'export', ...onStack], { quiet: true })) as ExportedStack;
const { stack, taken } = settleUnfinished(exported);
if ((exported.deployment.pending_operations ?? []).length > 0) {
  pulumi(['stack', 'import', ...onStack], { input: JSON.stringify(stack), quiet: true });
  console.log(`Unfinished, now to be compared with the cluster: ${taken.join(', ') || 'nothing new'}`);
}
pulumi(['up', '--refresh', ...args]);

interface How {
  /** What it reads; the terminal without. */
  readonly input?: string;
  /** Returns what it prints instead of showing it. */
  readonly quiet?: boolean;
  /** It may fail. */
  readonly optional?: boolean;
}

/** Runs `pulumi` and ends with its code when it fails. */
function pulumi(command: readonly string[], { input, quiet = false, optional = false }: How = {}): string {
  const { status, stdout } = spawnSync('pulumi', command, {
    ...(input !== undefined && { input }),
    stdio: [input === undefined ? 'inherit' : 'pipe', quiet ? 'pipe' : 'inherit', 'inherit'],
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (status !== 0 && !optional) process.exit(status ?? 1);
  return stdout ?? '';
}
