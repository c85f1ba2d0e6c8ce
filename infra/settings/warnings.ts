import { backupGaps } from './backup-gaps.ts';
import { backupRoom } from './backup-size-below-uploads-warning.ts';
import { snapshotWarnings } from './choose-etcd-snapshot-store-or-warn.ts';
import { anybodysImages } from './image-without-registry-rules.ts';
import { nodePortWarnings } from './node-port-warnings.ts';
import type { Settings } from './schema.ts';
import { privateServerWarnings } from './server-in-private-network-warnings.ts';
import { uploadsWarnings } from './uploads-access-mode.ts';

/** Warnings about settings that are allowed but probably unintended, with advice. */
export function warningsOf(settings: Settings): readonly string[] {
  const { metrics } = settings.observability;
  // The receivers of an operator's Alertmanager are up to those who run it.
  const tellsNobody = metrics.kind === 'self-contained' && metrics.alerts.receiver.kind === 'none';
  return [
    ...(tellsNobody ? [NOBODY_IS_TOLD] : []),
    ...(metrics.kind === 'self-contained' && metrics.retentionDays < TWO_WEEKS_AND_TODAY
      ? [forgets(metrics.retentionDays)]
      : []),
    ...(metrics.kind === 'operator' ? operatorSees(settings) : []),
    ...uploadsWarnings(settings),
    ...anybodysImages(settings),
    ...backupGaps(settings),
    ...backupRoom(settings),
    ...snapshotWarnings(settings),
    ...nodePortWarnings(settings),
    ...privateServerWarnings(settings),
  ];
}

const NOBODY_IS_TOLD =
  'alerts reach nobody: set observability.metrics.alerts.receiver to kind webhook with secrets.alertWebhook, or to kind email with mail';

/** Days of metrics that a comparison of this hour with the last two weeks takes. */
export const TWO_WEEKS_AND_TODAY = 15;

/** Alerts that a Prometheus of the whole cluster does not give, and what others ask of it. */
function operatorSees({ addOns, policies }: Settings): readonly string[] {
  const leftOut =
    'alerts on forbidden API calls, on commands in pods, and on refusals by anything but our admission policies are left out: the API server counts these for the whole cluster, which is not ours alone where observability.metrics.kind is operator';
  // The bundle that this add-on brings does both.
  if (addOns.prometheusOperator) return [leftOut];
  const onPolicies = 'the alert on our policies fires if its Prometheus reads the API server, and ';
  return [
    `${leftOut}; ${policies.admission ? onPolicies : ''}that on what is unusual for the hour if it keeps metrics for 8 days`,
  ];
}

function forgets(days: number): string {
  return `the alert on what is unusual for the hour is left out: it compares with the last two weeks, and observability.metrics.retentionDays is ${days}; it takes ${TWO_WEEKS_AND_TODAY}`;
}
