import { setTimeout as pause } from 'node:timers/promises';
import type { Kubectl } from './kubectl.ts';
import { type RestorePod, stateOf } from './restore-job.ts';

/**
 * Looks at the pod of a Job once a second, and tells what changes.
 *
 * @returns a wait until it has ended, or before that until its state is one to be told of; see `stateOf`
 */
export function followJob(kubectl: Kubectl, job: string, say: (line: string) => void) {
  return async (isAwaited: (state: string) => boolean = () => false): Promise<string> => {
    for (let told = ''; ; await pause(1000)) {
      const pods: { items: RestorePod[] } = JSON.parse(
        kubectl(['get', 'pods', '--selector', `job-name=${job}`, '--output', 'json'], { quiet: true }),
      );
      const state = stateOf(pods.items[0]);
      if (state !== told) say(`  ${job}: ${state}`);
      if (isAwaited(state) || state === 'succeeded' || state === 'failed') return state;
      told = state;
    }
  };
}

/** A name that no Job of before has: `restore-20260131090000`. */
export function jobName(of: string): string {
  return `${of}-${new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)}`;
}
