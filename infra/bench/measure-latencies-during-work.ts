import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Probed {
  readonly origin: string;
  readonly paths: readonly string[];
  /** Cookie of whoever asks. @default nobody's */
  readonly cookie?: string;
}

/** Latencies of paths in milliseconds while some work runs, each requested every 20 ms, and the result of that work. */
export async function probed<T>({ origin, paths, cookie = '' }: Probed, work: () => Promise<T>) {
  const probe = fork(join(import.meta.dirname, 'programs/probe-path-latencies.ts'), [origin, ...paths], {
    env: { ...process.env, PROBE_COOKIE: cookie },
  });
  await once(probe, 'spawn');
  const result = await work().catch((error) => {
    probe.kill(); // else it meets an app that is stopped, and its error hides this one
    throw error;
  });
  probe.send('stop');
  const [latencies] = (await once(probe, 'message')) as [Record<string, number[]>];
  return { result, latencies };
}
