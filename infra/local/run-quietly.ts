import { spawn } from 'node:child_process';
import { programAs, type SystemUser } from './system-user.ts';

export interface Outcome {
  readonly code: number | null;
  /** What it said, to stdout and stderr. */
  readonly output: string;
}

export interface Options {
  /** @default ourselves */
  readonly user?: SystemUser | undefined;
  /** Its whole environment, beside the path. @default nothing */
  readonly environment?: Readonly<Record<string, string>>;
  /** @default the root folder, which everybody may be in */
  readonly cwd?: string;
}

/** Runs a command to its end. Ctrl-C does not reach it: who pressed it waits for an orderly end. */
export function runQuietly(
  command: string,
  args: readonly string[],
  options: Options = {},
): Promise<Outcome> {
  const { user, environment, cwd = '/' } = options;
  const { command: program, args: all, ...ids } = programAs(user, command, args);
  const child = spawn(program, all, {
    ...ids,
    cwd,
    env: { PATH: process.env['PATH'], ...environment },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, output })); // not 'close': a server that it leaves behind holds the pipes
  });
}
