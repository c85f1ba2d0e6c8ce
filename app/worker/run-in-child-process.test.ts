import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startQueue } from '../testing/job-queue-database.ts';
import { type ProcessLimits, runInProcess } from './run-in-child-process.ts';

/** Runs a job that is nobody's. */
async function run(limits: ProcessLimits = {}, stopping = new AbortController().signal) {
  const { database } = await startQueue();
  const job = { id: randomUUID(), kind: 'read-file', details: {}, attempt: 1 };
  return runInProcess(database, limits)(job, stopping);
}

describe('a job in a process of its own', () => {
  it('that another worker has is left alone', async () => {
    await expect(run()).rejects.toMatchObject({ name: 'JobLostError' });
  });

  it('that takes more time than any may is given up', async () => {
    await expect(run({ patience: 1 })).rejects.toMatchObject({
      name: 'TooHardError',
      message: 'it took too long',
    });
  });

  it('that takes more memory than any may is given up', async () => {
    await expect(run({ memory: 2 })).rejects.toMatchObject({
      name: 'TooHardError',
      message: 'it takes too much memory',
    });
  });

  it('is left to another worker where this one is told to stop', async () => {
    await expect(run({ grace: 1 }, AbortSignal.abort())).rejects.toMatchObject({ name: 'JobLeftError' });
  });

  it('that cannot reach its database says so', async () => {
    const { database } = await startQueue();
    const job = { id: randomUUID(), kind: 'read-file', details: {}, attempt: 1 };
    const failed = runInProcess({ ...database, port: 1 })(job, new AbortController().signal);
    await expect(failed).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
