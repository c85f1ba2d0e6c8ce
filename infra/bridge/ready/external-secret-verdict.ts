import { oneLine } from './one-line.ts';
import { type Condition, conditionOf, type Facts, type Live, lastSeen } from './verdict-fact-types.ts';
import { READY, type Trouble, type Verdict, waiting } from './verdict-types-and-hopeless-troubles.ts';

type Synced = Live<
  { readonly refreshPolicy?: string },
  { readonly conditions?: readonly Condition[]; readonly syncedResourceVersion?: string }
>;

/** Verdict on an ExternalSecret or a SecretStore (`external-secrets.io/v1`). A store that cannot be reached may recover. */
export function verdictOfExternalSecret(facts: Facts): Verdict {
  const object = facts.object as Synced | undefined;
  if (object === undefined) return waiting('is not in the cluster');
  const ready = conditionOf(object, 'Ready');
  if (ready === undefined) return waiting('is not known to external-secrets yet');
  if (ready.status === 'True') return isOfBefore(object) ? waiting('is being looked at') : READY;
  const why = `is in ${ready.reason ?? 'an unknown state'}`;
  return waiting(why, ready.status === 'False' ? [trouble(object, ready, facts)] : []);
}

/** True when the status is about an earlier generation; it records `<generation>-<hash>`. */
function isOfBefore({ metadata, spec, status }: Synced): boolean {
  const synced = status?.syncedResourceVersion;
  if (synced === undefined || spec?.refreshPolicy === 'CreatedOnce') return false;
  return Number.parseInt(synced, 10) < (metadata.generation ?? 0);
}

/** Trouble of a failed sync: the condition tells that it failed, its event what the store answered. */
function trouble({ metadata, kind }: Synced, { reason, message }: Condition, facts: Facts): Trouble {
  const said = facts.events.findLast(
    ({ involvedObject: { uid }, type }) => uid === metadata.uid && type === 'Warning',
  );
  const words = [message ?? reason, said?.message].filter((part) => part !== undefined);
  return {
    key: 'sync',
    cause: oneLine(words.join(': ')),
    advice:
      kind === 'SecretStore'
        ? 'look whether the store is where it is said to be, and lets external-secrets in'
        : 'look whether the store has the value (npm run secrets), and lets external-secrets read it',
    heals: true,
    stale: said !== undefined && lastSeen(said) < facts.since,
  };
}
