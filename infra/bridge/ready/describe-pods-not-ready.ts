import { conditionOf, type Event, type Facts, type Pod } from './verdict-fact-types.ts';

export function isReady(pod: Pod): boolean {
  return conditionOf(pod, 'Ready')?.status === 'True';
}

/** State of the first pod that is not ready: `web-7f9c-x4x2z pulls shop:2`. */
export function describePods(pods: readonly Pod[], facts: Facts): readonly string[] {
  const pod = pods.find((one) => !isReady(one) && one.metadata.deletionTimestamp === undefined);
  return pod === undefined ? [] : [`${pod.metadata.name} ${doing(pod, facts)}`];
}

function doing(pod: Pod, { events }: Facts): string {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  if (conditionOf(pod, 'PodScheduled')?.status !== 'True') return 'waits for a node';
  const states = [...initContainerStatuses, ...containerStatuses].filter(({ ready }) => !ready);
  const reason = states.map(({ state }) => state?.waiting?.reason).find((one) => one !== undefined);
  if (reason !== undefined && !STARTING.has(reason)) return `is in ${reason}`;
  const ended = states.find(({ state }) => state?.terminated)?.state?.terminated;
  if (ended !== undefined) return `ended with exit code ${ended.exitCode}`;
  const said = events.findLast(({ involvedObject: { uid } }) => uid === pod.metadata.uid);
  if (said?.reason === 'Pulling') return quoted(said, 'pulls');
  if (said?.reason === 'Unhealthy') return 'does not pass its probe yet';
  return states.some(({ state }) => state?.running) && reason === undefined ? 'is starting' : 'is being made';
}

const STARTING = new Set(['ContainerCreating', 'PodInitializing']);

function quoted({ message = '' }: Event, verb: string): string {
  return `${verb} ${/"([^"]+)"/.exec(message)?.[1] ?? 'its image'}`;
}
