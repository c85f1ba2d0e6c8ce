import { claimTrouble } from './claim-verdict.ts';
import { containerTrouble } from './container-trouble.ts';
import { isReady } from './describe-pods-not-ready.ts';
import { oneLine } from './one-line.ts';
import { conditionOf, type Event, type Facts, lastSeen, type Pod } from './verdict-fact-types.ts';
import type { Trouble } from './verdict-types-and-hopeless-troubles.ts';

/** Troubles that keep a pod from getting ready. */
export function podTroubles(pod: Pod, facts: Facts): readonly Trouble[] {
  if (pod.metadata.deletionTimestamp !== undefined) return []; // it is terminating
  const events = eventsOf(pod, facts);
  const unscheduled = unschedulable(pod, facts, events);
  if (unscheduled.length > 0) return unscheduled;
  return [
    ...containerTroubles(pod, facts, events),
    ...mountTroubles(pod, facts, events),
    ...probeTroubles(pod, events),
  ];
}

function eventsOf(pod: Pod, { events }: Facts): readonly Event[] {
  return events.filter(({ involvedObject: { uid } }) => uid === pod.metadata.uid);
}

function unschedulable(pod: Pod, facts: Facts, events: readonly Event[]): readonly Trouble[] {
  const scheduled = conditionOf(pod, 'PodScheduled');
  if (scheduled?.status === 'True') return [];
  // While its volume is provisioned, a pod has no condition of its own.
  const claims = claimTroubles(pod, facts);
  if (claims.length > 0 || scheduled?.reason !== 'Unschedulable') return claims;
  const isComing =
    pod.status?.nominatedNodeName !== undefined || events.some(({ reason }) => MAKES_ROOM.has(reason ?? ''));
  if (isComing) return [];
  const words = (scheduled.message ?? '').replace(/ (no new claims to deallocate|preemption:).*$/s, '');
  return [
    {
      key: 'schedule',
      cause: `no node takes pod ${pod.metadata.name}: ${words.replace(/[,.]$/, '')}`,
      advice: 'ask for less, or add a node that has what it asks for',
      heals: true,
    },
  ];
}

/** Event reasons of cluster-autoscaler and Karpenter when a node is on its way. */
const MAKES_ROOM = new Set(['TriggeredScaleUp', 'Nominated']);

function claimTroubles({ spec, metadata }: Pod, facts: Facts): readonly Trouble[] {
  const names = spec?.volumes?.flatMap(({ persistentVolumeClaim: claim }) => claim?.claimName ?? []) ?? [];
  return facts.claims
    .filter(({ metadata: { name } }) => names.includes(name))
    .filter(({ metadata: { namespace } }) => namespace === metadata.namespace)
    .flatMap((claim) => claimTrouble(claim, facts) ?? []);
}

function containerTroubles(pod: Pod, facts: Facts, events: readonly Event[]): readonly Trouble[] {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  return [...initContainerStatuses, ...containerStatuses].flatMap(
    (status) => containerTrouble(pod, status, facts, events) ?? [],
  );
}

/** Trouble with a volume whose ConfigMap or Secret is missing; a slow mount is no trouble. */
function mountTroubles(pod: Pod, { since }: Facts, events: readonly Event[]): readonly Trouble[] {
  const isMade = pod.status?.containerStatuses?.some(({ state }) => state?.running ?? state?.terminated);
  const failed = events.find(
    ({ reason, message = '' }) => reason === 'FailedMount' && /not found/.test(message),
  );
  if (isMade || failed === undefined) return [];
  return [
    {
      key: 'mount',
      cause: `pod ${pod.metadata.name} cannot have its volumes: ${oneLine(failed.message)}`,
      advice: 'create what it names, or mark it optional',
      heals: true,
      stale: lastSeen(failed) < since,
    },
  ];
}

/** Trouble with a failing probe. It is retried for ever: only the time-out says that it will not pass. */
function probeTroubles(pod: Pod, events: readonly Event[]): readonly Trouble[] {
  const failed = events.findLast(({ reason }) => reason === 'Unhealthy');
  if (failed === undefined || isReady(pod)) return [];
  const { name, namespace = 'default' } = pod.metadata;
  return [
    {
      key: 'probe',
      cause: `pod ${name} is not well: ${oneLine(failed.message)}`,
      advice: `kubectl -n ${namespace} logs ${name}`,
      heals: true,
      trying: true,
    },
  ];
}
