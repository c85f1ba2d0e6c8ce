import type { Settings } from '../../../settings/schema.ts';
import { isDumped } from '../../backup/backup-of.ts';
import { asksPostgres } from '../asks-postgres.ts';
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
  const { metrics } = settings.observability;
  const hours = metrics.kind === 'self-contained' ? metrics.alerts.restoreMaxAgeHours : 50;
  return [
    APP_ALERTS,
    ...dataAlerts({
      restoreMaxAgeHours: isDumped(settings) ? hours : undefined,
      postgresExporter: asksPostgres(settings),
      cloudNativePg: false,
    }),
    CLUSTER_ALERTS,
    ...(hasCertManager(settings) ? [CERTIFICATE_ALERTS] : []),
    WATCHING_ALERTS,
  ];
}
