import { existsSync, rmSync, statfsSync } from 'node:fs';
import { Problem } from '../command/problem.ts';
import { type Postgres, startPostgres, stopLeftRunning } from './postgres.ts';
import { besideIn, markProven } from './switch-to-replacement-data.ts';

/**
 * Makes an empty database beside the one of a folder and lets `fill` bring what is to replace it. Whoever returns from there
 * has proven all of it. After an error nothing is left of it, and after a kill the next run starts over.
 *
 * @param password of its superuser
 * @param stop aborted to end the run
 * @throws Problem when the disk is full
 */
export async function makeDatabaseBeside(
  folder: string,
  password: string,
  stop: AbortSignal,
  fill: (fresh: Postgres) => Promise<void>,
): Promise<void> {
  const beside = besideIn(folder);
  await stopLeftRunning(beside, 'immediate'); // or it would run on files that the next line deletes
  rmSync(beside, { recursive: true, force: true });
  stop.throwIfAborted();
  try {
    const fresh = await startPostgres(beside, password);
    await fill(fresh);
    stop.throwIfAborted();
    await fresh.stop();
    markProven(folder);
  } catch (error) {
    const isFull = existsSync(beside) && freeBytes(beside) < LITTLE;
    await stopLeftRunning(beside, 'immediate').catch(() => {}); // it may have ended by itself, as on a full disk
    rmSync(beside, { recursive: true, force: true });
    throw isFull ? new Problem(`the disk of ${folder} is full: nothing was changed`) : error;
  }
}

/** Less than a file of the write-ahead log, without which Postgres ends. */
const LITTLE = 16 * 2 ** 20;

function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}
