import type { Settings } from '../../../settings/schema.ts';
import { isDumped } from '../../backup/backup-of.ts';
import { asksPostgres, asksServers } from '../asks-postgres.ts';
import type { AlertGroup } from './alert.ts';
import { APP_ALERTS } from './app-alerts.ts';
import { CERTIFICATE_ALERTS, CLUSTER_ALERTS, WATCHING_ALERTS } from './cluster-alerts.ts';
import { dataAlerts } from './data-alerts.ts';

/** Whether cert-manager gets our certificate, and says when it ends. */
export function hasCertManager({ exposure, observability }: Settings): boolean {
  const scraped = observability.metrics.kind === 'self-contained';
  return scraped && 'tls' in exposure && exposure.tls?.from === 'cert-manager';
}

/** Every alert that makes sense with some settings. */
export function alertsFor(settings: Settings): readonly AlertGroup[] {
  const { database, backup } = settings;
  return [
    APP_ALERTS,
    ...dataAlerts({
      restoreMaxAgeHours: isDumped(settings) ? hoursOf(settings) : undefined,
      postgresExporter: asksPostgres(settings),
      ...(database.mode === 'cloudnative-pg' &&
        asksServers(settings) && {
          servers: {
            count: database.instances,
            archiveMaxAgeHours: backup.enabled && backup.objectStore ? hoursOf(settings) : undefined,
          },
        }),
    }),
    CLUSTER_ALERTS,
    ...(hasCertManager(settings) ? [CERTIFICATE_ALERTS] : []),
    WATCHING_ALERTS,
  ];
}

function hoursOf({ observability: { metrics } }: Settings): number | undefined {
  if (metrics.kind === 'self-contained') return metrics.alerts.restoreMaxAgeHours;
  return metrics.kind === 'operator' ? metrics.restoreMaxAgeHours : undefined;
}
