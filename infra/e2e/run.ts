import { type ChildProcess, spawn } from 'node:child_process';

/** How a command ended. */
export interface Run {
  readonly code: number | null;
  /** What it said, to stdout and stderr. */
  readonly output: string;
  readonly seconds: number;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads. */
  readonly input?: string;
}

/** A command that runs in a process group of its own, so that it can be killed with all that it started. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Run>;
  /** Waits until it prints something; fails when it ends without. */
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
  // One that ends before it has read all says why itself.
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

/** Ends a command and all that it started, without a chance to tidy up. */
export async function kill({ process: { pid }, ended }: Running): Promise<void> {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  await ended;
}

/** @throws Error with the output when the command did not end well. */
export function requireSuccess(what: string, { code, output }: Run): void {
  if (code !== 0) throw new Error(`${what} ended with ${code}:\n${output}`);
}
