import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../command/problem.ts';
import { isAlive, type LiveProcess, processWith } from './check-whether-process-still-runs.ts';

/** Exclusive lock on a folder. */
export interface Lock {
  /** Records the process of the app, so that it can be ended by whoever takes over after a crash. */
  noteApp(pid: number | undefined): void;
  release(): void;
}

interface Holder extends LiveProcess {
  readonly address: string;
  readonly app?: LiveProcess;
}

/**
 * Locks the folder for this process. The lock of a process that is gone is taken over, and the app that it left is ended.
 *
 * @throws Problem naming the process that holds the lock
 */
export async function takeLock(folder: string, address: string): Promise<Lock> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock.json');
  const before = readHolder(file);
  if (before && isAlive(before)) throw held(folder, before);
  if (before?.app) await end(before.app);
  rmSync(file, { force: true });

  const holder: Holder = { ...processWith(process.pid), address };
  writeFileSync(file, JSON.stringify(holder), { flag: 'wx' }); // when two get here at once, one fails
  return {
    noteApp: (pid) => {
      if (pid !== undefined) writeFileSync(file, JSON.stringify({ ...holder, app: processWith(pid) }));
    },
    release: () => rmSync(file, { force: true }),
  };
}

/** Running process that holds the lock on a folder, and the address of its app; undefined when there is none. */
export function whoHolds(folder: string): { readonly pid: number; readonly address: string } | undefined {
  const holder = readHolder(join(folder, 'lock.json'));
  return holder && isAlive(holder) ? holder : undefined;
}

function held(folder: string, { pid, address }: Holder): Problem {
  return new Problem(
    `it already runs on ${folder}, as process ${pid}: ${address}\n` +
      'Stop that one first (Ctrl-C where it runs), or give this one a folder and a port of its own: ' +
      'npm start -- --data <folder> --port <number>',
  );
}

function readHolder(file: string): Holder | undefined {
  try {
    const holder: Partial<Holder> = JSON.parse(readFileSync(file, 'utf8'));
    return typeof holder.pid === 'number' ? (holder as Holder) : undefined;
  } catch {
    return undefined; // no lock, or one that a crash left half written
  }
}

/** Ends a process: SIGTERM, after 19 seconds SIGKILL. Only when it is certainly the one that was recorded. */
async function end(app: LiveProcess): Promise<void> {
  for (let turn = 0; turn < 400 && isAlive(app) === true; turn++) {
    if (turn === 0) process.kill(app.pid, 'SIGTERM');
    if (turn === 380) process.kill(app.pid, 'SIGKILL');
    await wait(50);
  }
}
