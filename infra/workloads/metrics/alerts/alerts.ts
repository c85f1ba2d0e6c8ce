import type { Settings } from '../../../settings/schema.ts';
import { isDumped } from '../../backup/backup-of.ts';
import { asksPostgres, asksServers } from '../asks-postgres.ts';
import { certifierOf } from '../certificates.ts';
import type { AlertGroup } from './alert.ts';
import { appAlerts } from './app-alerts.ts';
import { CLUSTER_ALERTS, certificateAlerts, watchingAlerts } from './cluster-alerts.ts';
import { dataAlerts } from './data-alerts.ts';
import { NODE_ALERTS } from './node-alerts.ts';

/** Every alert that makes sense with some settings. */
export function alertsFor(settings: Settings): readonly AlertGroup[] {
  const { database, backup, observability } = settings;
  const { metrics } = observability;
  const certifier = certifierOf(settings);
  const hours = 'alerts' in metrics ? metrics.alerts.restoreMaxAgeHours : undefined;
  return [
    appAlerts({ frontend: settings.frontend.enabled }),
    ...dataAlerts({
      restoreMaxAgeHours: isDumped(settings) ? hours : undefined,
      postgresExporter: asksPostgres(settings),
      ...(database.mode === 'cloudnative-pg' &&
        asksServers(settings) && {
          servers: {
            count: database.instances,
            archiveMaxAgeHours: backup.enabled && backup.objectStore ? hours : undefined,
          },
        }),
    }),
    CLUSTER_ALERTS,
    // The Prometheus of an operator knows more of nodes than our namespace does.
    ...(metrics.kind === 'self-contained' ? [NODE_ALERTS] : []),
    ...(certifier ? [certificateAlerts(certifier)] : []),
    watchingAlerts({ ownAlertmanager: metrics.kind === 'self-contained' }),
  ];
}
