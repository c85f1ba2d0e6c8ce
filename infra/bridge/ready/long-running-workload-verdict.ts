import { describePods, isReady } from './describe-pods-not-ready.ts';
import { failedCreate } from './failed-create.ts';
import { podTroubles } from './pod-troubles.ts';
import { podsOf } from './pods-of-current-revision.ts';
import { conditionOf, type Facts, type Pod, type Workload } from './verdict-fact-types.ts';
import { READY, type Verdict, waiting } from './verdict-types-and-hopeless-troubles.ts';

/**
 * Verdict on a Deployment, StatefulSet or DaemonSet: ready when all its pods are and none of an earlier revision is left.
 */
export function verdictOfWorkload(facts: Facts): Verdict {
  const workload = facts.object as Workload | undefined;
  if (workload === undefined) return waiting('is not in the cluster');
  const { metadata, status = {} } = workload;
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return waiting('is being looked at');

  const { wanted, updated, available } = counts(workload);
  const pods = podsOf(workload, facts);
  const present = workload.kind === 'DaemonSet' ? updated : (status.replicas ?? 0);
  // Current pods that exist, and those that are ready, less the remaining pods of earlier revisions.
  const progress = updated + pods.filter(isReady).length - (present - updated);
  const ready = `${Math.min(available, updated)} of ${wanted} pods ready`;
  if (Math.min(updated, available) < wanted) {
    const lacking = pods.length < wanted ? failedCreate(workload, facts) : [];
    const troubles = [...lacking, ...pods.flatMap((pod) => podTroubles(pod, facts))];
    const [refused] = lacking.map(({ cause }) => cause);
    return waiting(
      [ready, ...(refused ? [refused] : describePods(pods, facts))].join('; '),
      troubles,
      progress,
    );
  }
  if (workload.kind === 'Deployment' && (status.replicas ?? 0) > wanted)
    return waiting(`${ready}; those from before leave`, [], progress);
  // Lists of one look may differ by a moment: a pod may have ended since its workload counted it.
  const isSeen = pods.length > 0; // without permission to list pods, trust the count
  const staying = pods.filter((pod) => isReady(pod) && !mayEndAtOnce(pod, facts)).length;
  if (!isSeen || staying >= wanted) return READY;
  return waiting(
    `${ready}; looks whether they stay`,
    pods.flatMap((pod) => podTroubles(pod, facts)),
    progress,
  );
}

function counts({ kind, spec, status = {} }: Workload) {
  if (kind === 'DaemonSet') {
    const { desiredNumberScheduled = 0, updatedNumberScheduled = 0, numberAvailable = 0 } = status;
    return { wanted: desiredNumberScheduled, updated: updatedNumberScheduled, available: numberAvailable };
  }
  const { updatedReplicas = 0, availableReplicas = 0 } = status;
  const wanted = spec?.replicas ?? 1;
  const isLeftToOthers = spec?.updateStrategy?.type === 'OnDelete';
  return { wanted, updated: isLeftToOthers ? wanted : updatedReplicas, available: availableReplicas };
}

/**
 * True for a recently ready pod without readiness probes: its containers count as ready the moment they start, even if they
 * end at once.
 */
function mayEndAtOnce(pod: Pod, { now }: Facts): boolean {
  const isProbed = pod.spec?.containers.every(({ readinessProbe }) => readinessProbe !== undefined) ?? false;
  if (isProbed) return false;
  return now - Date.parse(conditionOf(pod, 'Ready')?.lastTransitionTime ?? '') < SETTLED;
}

/** Milliseconds after which a ready pod counts as stable; the API gives times in whole seconds. */
const SETTLED = 3000;
