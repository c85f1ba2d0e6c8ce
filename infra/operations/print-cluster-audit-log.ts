import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { Problem } from '../command/problem.ts';
import { readWithUsage } from '../command/read-with-usage.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { readAuditLog } from './fetch-audit-log-from-k3s-or-eks.ts';
import type { Invocation } from './run-on-k3s-server.ts';
import { auditLines } from './select-and-format-audit-lines.ts';

const USAGE = 'usage: [--refused] [--forbidden] [--exec] [--hours N] [--stack STACK]';
const HOUR = 3_600_000;

/**
 * Prints who did what in the cluster of a stack, from the audit log of its API server.
 *
 * @throws Problem for wrong arguments, and a log that cannot be read
 */
export function audit(args: readonly string[], say: (line: string) => void, root?: string): void {
  const { stack, hours, ...kinds } = readArguments(args);
  const since = Date.now() - hours * HOUR;
  const settings = readStackFile(stack, root);
  const text = readAuditLog(settings, since, outputOf);
  const log = settings.cluster.provider === 'eks' ? messagesIn(text) : text.split('\n');
  let found = 0;
  for (const line of auditLines(log, { ...kinds, since })) {
    say(line);
    found++;
  }
  if (found === 0) say(`nothing of that in the last ${hours} hours`);
}

function readArguments(args: readonly string[]) {
  return readWithUsage(USAGE, () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        refused: { type: 'boolean' },
        forbidden: { type: 'boolean' },
        exec: { type: 'boolean' },
        hours: { type: 'string', default: '24' },
        stack: { type: 'string', short: 's', default: 'dev' },
      },
    });
    const hours = Number(values.hours);
    if (!(hours > 0 && hours <= 720)) throw new Error(`--hours must be from 1 to 720, got ${values.hours}`);
    return { ...values, hours };
  });
}

function outputOf({ program, args }: Invocation): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (error) throw new Problem(`${program} cannot be run: ${error.message}`);
  if (status !== 0) throw new Problem(`${program} could not read the audit log: ${stderr.trim()}`);
  return stdout;
}

/** Messages of CloudWatch's answer. */
function messagesIn(text: string): readonly string[] {
  const { events = [] } = JSON.parse(text) as { readonly events?: readonly { readonly message: string }[] };
  return events.map(({ message }) => message);
}
