import { oneLine } from './one-line.ts';
import { type Claim, type Facts, lastSeen, type StorageClass } from './verdict-fact-types.ts';
import { READY, type Trouble, type Verdict, waiting } from './verdict-types-and-hopeless-troubles.ts';

/** Verdict on a claim: ready when bound, or when its class binds it with the first pod that uses it. */
export function verdictOfClaim(facts: Facts): Verdict {
  const claim = facts.object as Claim | undefined;
  if (claim === undefined) return waiting('is not in the cluster');
  if (claim.status?.phase === 'Bound' || waitsForPod(claim, facts)) return READY;
  const trouble = claimTrouble(claim, facts);
  return waiting('waits for a volume', trouble ? [trouble] : []);
}

/** Trouble that keeps a claim from getting a volume, if any. */
export function claimTrouble(claim: Claim, facts: Facts): Trouble | undefined {
  const { name, uid } = claim.metadata;
  const { phase } = claim.status ?? {};
  if (phase === 'Bound' || waitsForPod(claim, facts)) return undefined;
  const about = { key: `claim ${name}`, advice: adviceFor(claim, facts) };
  if (phase === 'Lost') return { ...about, cause: `claim ${name} has lost its volume`, heals: false };
  const failed = facts.events.findLast(
    ({ involvedObject, reason }) => involvedObject.uid === uid && UNBOUND.has(reason ?? ''),
  );
  if (failed === undefined) return undefined;
  return {
    ...about,
    cause: `claim ${name} gets no volume: ${oneLine(failed.message)}`,
    heals: true,
    stale: lastSeen(failed) < facts.since,
  };
}

const UNBOUND = new Set(['ProvisioningFailed', 'FailedBinding']);

export function classOf({ spec }: Claim, { classes }: Pick<Facts, 'classes'>): StorageClass | undefined {
  return classes.find(({ metadata }) => metadata.name === spec?.storageClassName);
}

function waitsForPod(claim: Claim, facts: Facts): boolean {
  return (
    classOf(claim, facts)?.volumeBindingMode === 'WaitForFirstConsumer' &&
    !facts.events.some(
      ({ involvedObject: { uid }, reason }) => uid === claim.metadata.uid && reason === 'ProvisioningFailed',
    )
  );
}

function adviceFor({ spec }: Claim, { classes }: Facts): string {
  const known = classes.map(({ metadata }) => metadata.name).join(', ') || 'none';
  return spec?.storageClassName
    ? `see what its storage class "${spec.storageClassName}" needs; the cluster has: ${known}`
    : `name one of the cluster's storage classes (${known}), or make one the default`;
}
