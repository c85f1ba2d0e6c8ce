import type { Settings } from '../../../settings/schema.ts';
import { factsOf } from '../../facts/facts.ts';
import { storeInside } from '../../facts/object-store-folders-and-keys.ts';
import type { AlertGroup } from './alert.ts';
import { appAlerts } from './app-alerts.ts';
import { NODE_ALERTS } from './node-alerts.ts';
import { storeAlerts } from './object-store-alerts.ts';
import {
  CLUSTER_ALERTS,
  certificateAlerts,
  watchingAlerts,
} from './pod-certificate-and-monitoring-alerts.ts';
import { dataAlerts } from './postgres-redis-and-restore-alerts.ts';
import { ownRefusalAlerts, securityAlerts } from './security-alerts.ts';
import { serverCertificateAlerts } from './server-certificate-alerts.ts';

/** Every alert that applies to the settings. */
export function alertsFor(settings: Settings, facts = factsOf(settings)): readonly AlertGroup[] {
  const { namespace, database, backup, policies, observability } = settings;
  const { metrics } = observability;
  const { certifier, monitors } = facts;
  const store = storeInside(settings);
  const hours = 'alerts' in metrics ? metrics.alerts.restoreMaxAgeHours : undefined;
  return [
    appAlerts({ frontend: settings.frontend.enabled }),
    ...dataAlerts({
      restoreMaxAgeHours: facts.isDumped ? hours : undefined,
      postgresExporter: monitors.postgres,
      ...(database.mode === 'cloudnative-pg' &&
        monitors.servers && {
          servers: {
            count: database.instances,
            archiveMaxAgeHours: backup.enabled && backup.objectStore ? hours : undefined,
          },
        }),
    }),
    serverCertificateAlerts(facts.certified),
    CLUSTER_ALERTS,
    // An operator's Prometheus sees more of nodes than our namespace does.
    ...(metrics.kind === 'self-contained' ? [NODE_ALERTS] : []),
    ...(store ? [storeAlerts(store.namespace)] : []),
    securityAlerts({
      apiServer: metrics.kind === 'self-contained',
      retentionDays: 'retentionDays' in metrics ? metrics.retentionDays : undefined,
    }),
    ...(metrics.kind === 'operator' && policies.admission ? [ownRefusalAlerts(namespace)] : []),
    ...(certifier ? [certificateAlerts(certifier)] : []),
    watchingAlerts({ ownAlertmanager: metrics.kind === 'self-contained' }),
  ];
}
