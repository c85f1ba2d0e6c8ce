import { type ChildProcess, spawn } from 'node:child_process';

/** Outcome of a command. */
export interface Run {
  readonly code: number | null;
  /** Output to stdout and stderr. */
  readonly output: string;
  readonly seconds: number;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input. @default empty */
  readonly input?: string;
}

/** A running command, in a process group of its own, so that it can be killed with everything that it started. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Run>;
  /** Waits until its output matches; rejects when it ends without a match. */
  says(what: RegExp): Promise<RegExpExecArray>;
}

export function start(
  command: string,
  args: readonly string[],
  { cwd, env, input = '' }: RunOptions = {},
): Running {
  const since = performance.now();
  const child = spawn(command, args, {
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, ...env },
    detached: true,
    stdio: 'pipe',
  });
  // A command that ends before it has read everything reports the reason itself.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<Run>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output, seconds: (performance.now() - since) / 1000 }));
  });
  const says = (what: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const listen = () => {
        const said = what.exec(output);
        if (said) resolve(said);
      };
      listeners.add(listen);
      listen();
      ended.then(() => reject(new Error(`never said ${what}:\n${output}`)), reject);
    });
  return { process: child, ended, says };
}

/** Runs a command to its end. */
export function run(command: string, args: readonly string[], options?: RunOptions): Promise<Run> {
  return start(command, args, options).ended;
}

/** Kills a command and everything that it started by SIGKILL, so that it cannot clean up; one that has ended is left as it is. */
export async function kill({ process: { pid, exitCode, signalCode }, ended }: Running): Promise<void> {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
  await ended;
}

/** Requires exit code 0. @throws Error with the code and the output otherwise */
export function requireSuccess(what: string, { code, output }: Run): void {
  if (code !== 0) throw new Error(`${what} ended with ${code}:\n${output}`);
}
