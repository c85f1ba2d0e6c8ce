import { spawn } from 'node:child_process';
import { programAs, type SystemUser } from './postgres-system-user-and-folder-access.ts';

export interface Outcome {
  readonly code: number | null;
  /** Output to stdout and stderr. */
  readonly output: string;
}

export interface Options {
  /** User to run as. @default the user of this process */
  readonly user?: SystemUser | undefined;
  /** Entire environment except PATH. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Working directory. @default the root folder, which every user may enter */
  readonly cwd?: string;
}

/** Runs a command to its end, in a process group that Ctrl-C does not reach, so that shutdown stays in order. */
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
    child.on('exit', (code) => resolve({ code, output })); // not 'close': a server that it started still holds the pipes
  });
}
