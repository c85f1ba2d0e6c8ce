import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Problem } from '../command/problem.ts';
import { readWithUsage } from '../command/read-with-usage.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { onServer } from './run-on-k3s-server.ts';

/** Runs a program with standard input in this terminal; returns its exit code. */
export type Run = (program: string, args: readonly string[], input: string) => number;

/**
 * Puts the state of a k3s cluster back to a snapshot of its etcd, or lists the snapshots: through ssh, on the server, whose API
 * need not answer.
 *
 * @returns the exit code
 * @throws Problem for wrong arguments, and a cluster that keeps its state elsewhere
 */
export function restoreEtcd(args: readonly string[], run: Run = inTerminal, root?: string): number {
  const { stack, snapshot, unsaved } = readArguments(args);
  const { cluster } = readStackFile(stack, root);
  if (cluster.provider !== 'k3s' || cluster.etcd === undefined)
    throw new Problem(
      `${stack} has no snapshots of the state of its cluster: set cluster.etcd, with cluster.provider k3s`,
    );
  const verb = snapshot === undefined ? 'list' : 'restore';
  const script = `SNAPSHOT='${snapshot ?? ''}'\nUNSAVED=${unsaved ? 'yes' : 'no'}\n${SCRIPT}`;
  return onServer(cluster, `sh -s -- ${verb}`, ({ program, args: all }) => run(program, all, script));
}

const SCRIPT = readFileSync(new URL('../cluster/k3s/restore-etcd.sh', import.meta.url), 'utf8');

function inTerminal(program: string, args: readonly string[], input: string): number {
  const { status, error } = spawnSync(program, args, { input, stdio: ['pipe', 'inherit', 'inherit'] });
  if (error) throw new Problem(`${program}: ${error.message}`);
  return status ?? 1;
}

function readArguments(args: readonly string[]) {
  const usage = 'usage: npm run restore-etcd -- --stack STACK [--snapshot NAME [--unsaved]]';
  return readWithUsage(usage, () => {
    const options = {
      stack: { type: 'string' },
      snapshot: { type: 'string' },
      unsaved: { type: 'boolean', default: false },
    } as const;
    const { stack, snapshot, unsaved } = parseArgs({ args: [...args], options }).values;
    if (stack === undefined) throw new Error('say which stack');
    if (snapshot !== undefined && !/^[\w-][\w.-]*$/.test(snapshot))
      throw new Error(
        `--snapshot takes the name of a snapshot, as the list without it has it, not "${snapshot}"`,
      );
    if (unsaved && snapshot === undefined) throw new Error('--unsaved belongs to --snapshot');
    return { stack, snapshot, unsaved };
  });
}
