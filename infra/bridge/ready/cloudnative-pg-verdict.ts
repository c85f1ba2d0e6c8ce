import { describePods } from './describe-pods-not-ready.ts';
import { podTroubles } from './pod-troubles.ts';
import { type Condition, conditionOf, type Facts, type Live } from './verdict-fact-types.ts';
import { READY, type Verdict, waiting } from './verdict-types-and-hopeless-troubles.ts';

type Cluster = Live<
  { readonly instances?: number },
  {
    readonly conditions?: readonly Condition[];
    readonly readyInstances?: number;
    readonly phase?: string;
    readonly phaseReason?: string;
  }
>;

/** Verdict on a Cluster of CloudNativePG. Its pods are owned by it or by its Jobs, and carry its name as a label. */
export function verdictOfDatabase(facts: Facts): Verdict {
  const cluster = facts.object as Cluster | undefined;
  if (cluster === undefined) return waiting('is not in the cluster');
  const { instances = 1 } = cluster.spec ?? {};
  const { readyInstances = 0, phase = 'is not known to its operator yet' } = cluster.status ?? {};
  const isReady = conditionOf(cluster, 'Ready')?.status === 'True' && readyInstances >= instances;
  if (isReady) return READY;
  const pods = facts.pods.filter(
    ({ metadata }) => metadata.labels?.['cnpg.io/cluster'] === cluster.metadata.name,
  );
  const why = `${readyInstances} of ${instances} servers ready: ${phase}`;
  const troubles = pods.flatMap((pod) => podTroubles(pod, facts));
  return waiting([why, ...describePods(pods, facts)].join('; '), troubles, readyInstances);
}
