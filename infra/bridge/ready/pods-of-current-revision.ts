import { type Facts, isOwnedBy, type Live, type Pod } from './verdict-fact-types.ts';

/** Pods of an object's current revision; pods of earlier ones do not count. */
export function podsOf(owner: Live, facts: Facts): readonly Pod[] {
  const maker = makerOfPods(owner, facts);
  return maker === undefined ? [] : facts.pods.filter((pod) => isOwnedBy(pod, maker));
}

/** Owner of an object's pods: for a Deployment, the ReplicaSet of its current revision. */
export function makerOfPods(owner: Live, { replicaSets }: Facts): Live | undefined {
  if (owner.kind !== 'Deployment') return owner;
  return replicaSets.find((set) => isOwnedBy(set, owner) && revisionOf(set) === revisionOf(owner));
}

function revisionOf({ metadata }: Live): string | undefined {
  return metadata.annotations?.['deployment.kubernetes.io/revision'];
}
