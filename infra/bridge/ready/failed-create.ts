import { oneLine } from './one-line.ts';
import { makerOfPods } from './pods-of-current-revision.ts';
import { type Facts, type Live, lastSeen } from './verdict-fact-types.ts';
import type { Trouble } from './verdict-types-and-hopeless-troubles.ts';

/** Reason why the cluster refuses an object's pods; empty when it does not. */
export function failedCreate(owner: Live, facts: Facts): readonly Trouble[] {
  const uid = makerOfPods(owner, facts)?.metadata.uid;
  const failed = facts.events.findLast(
    ({ involvedObject, reason }) => involvedObject.uid === uid && reason === 'FailedCreate',
  );
  if (uid === undefined || failed === undefined) return [];
  const why = oneLine(
    failed.message?.replace(/^.*?(?=is forbidden|admission webhook|ValidatingAdmission)/s, ''),
  );
  const stale = lastSeen(failed) < facts.since;
  if (/exceeded quota/.test(why)) {
    // Terminating pods count against the quota until they are gone.
    const trying = facts.pods.some(({ metadata }) => metadata.deletionTimestamp !== undefined);
    return [{ ...QUOTA, cause: `its pods ${plural(why)}`, stale, trying }];
  }
  const isFinal = /violates PodSecurity|denied the request|ValidatingAdmissionPolicy/.test(why);
  return [{ ...REFUSED, cause: `its pods are refused: ${why}`, heals: !isFinal, stale }];
}

const QUOTA = {
  key: 'quota',
  advice: 'ask for less, or raise the quota (ResourceQuota) of the namespace',
  heals: true,
};

const REFUSED = {
  key: 'refused',
  advice: 'change the pod as the message says, or whoever refuses it',
};

function plural(why: string): string {
  return why.replace(/^is /, 'are ');
}
