import { afterAll, vi } from 'vitest';
import { closeAfterFile } from './close-after-test.ts';

// Runs in each test file, though all files of a process share the modules that they load.
afterAll(async () => {
  await closeAfterFile();
  vi.unstubAllEnvs();
});
