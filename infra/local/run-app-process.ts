import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../command/problem.ts';
import type { Process } from './process-from-manifest.ts';

export interface Serving {
  /** Working directory of the command. */
  readonly cwd: string;
  /** URL of the app, without a slash at the end. */
  readonly url: string;
  /** Aborted to stop the app. */
  readonly stop: AbortSignal;
  readonly onStart: (pid: number | undefined) => void;
  readonly onReady: () => void;
}

/**
 * Runs the app in a process of its own until `stop` is aborted; then drains it.
 *
 * @throws Problem when it ends by itself; its output is on the screen
 */
export async function serve(app: Process, { cwd, url, stop, onStart, onReady }: Serving): Promise<void> {
  const child = spawn(process.execPath, app.command.slice(1), {
    cwd,
    env: { PATH: process.env['PATH'], ...app.environment },
    detached: true, // Ctrl-C goes to the whole process group; the app must stop when we say, and before its database
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = once(child, 'exit');
  onStart(child.pid);
  try {
    await untilReady(child, url);
    if (stop.aborted) return;
    onReady();
    await Promise.race([ended, once(stop, 'abort')]);
    if (!stop.aborted) throw new Problem(`the app ended by itself, with code ${child.exitCode}: see above`);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  for (let left = 600; left > 0; left--) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    if (hasEnded) throw new Problem('the app does not start: see above');
    if (await answers(`${url}/ready`)) return;
    await wait(50);
  }
  throw new Problem('the app was not ready within 30 seconds');
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
