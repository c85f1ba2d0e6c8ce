import { inject } from 'vitest';
import { connect, type Sql } from '../database/connect.ts';
import { closeAfterTest } from './close-after-test.ts';
import type { Household } from './household.ts';

/** Connects to the database of a household by the worker's role, until the test has finished. */
export function connectAsWorker({ config }: Pick<Household, 'config'>, poolSize = 1): Sql {
  const { worker: user, workerPassword: password } = inject('postgres');
  const worker = connect({ ...config.database, poolSize, user, password });
  closeAfterTest(() => worker.end());
  return worker;
}
