import type { Settings } from '../../../settings/schema.ts';
import type { AlertGroup } from './alert.ts';
import { APP_ALERTS } from './app-alerts.ts';
import { CLUSTER_ALERTS, WATCHING_ALERTS } from './cluster-alerts.ts';
import { dataAlerts } from './data-alerts.ts';

/** Every alert that makes sense with some settings. */
export function alertsFor({ observability, backup }: Settings): readonly AlertGroup[] {
  const { metrics } = observability;
  const hours = metrics.kind === 'self-contained' ? metrics.alerts.restoreMaxAgeHours : 50;
  return [
    APP_ALERTS,
    ...dataAlerts({
      restoreMaxAgeHours: backup.enabled ? hours : undefined,
      postgresExporter: true,
      cloudNativePg: false,
    }),
    CLUSTER_ALERTS,
    WATCHING_ALERTS,
  ];
}
