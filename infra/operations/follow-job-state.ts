import { setTimeout as pause } from 'node:timers/promises';
import { type RestorePod, stateOf } from './job-pod-state.ts';
import type { Kubectl } from './kubectl.ts';

/**
 * Polls the pod of a Job once a second, and reports each change of its state.
 *
 * @returns a function that waits until the Job has ended, or `isAwaited` accepts its state, and resolves to the state, as
 *   `stateOf` names it
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

/** Log of a container of a Job; empty when it never ran. */
export function logOf(kubectl: Kubectl, job: string, container: string): string {
  try {
    return kubectl(['logs', `job/${job}`, '--container', container], { quiet: true }).trimEnd();
  } catch {
    return '';
  }
}

/** Name of a new Job, unique by its time in UTC: `restore-20260131090000`. */
export function jobName(of: string): string {
  return `${of}-${new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)}`;
}
