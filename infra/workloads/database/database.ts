import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { connectionsOf } from '../../settings/connections.ts';
import type { Settings } from '../../settings/schema.ts';
import { isDumped } from '../backup/backup-of.ts';
import { Kube } from '../house/kube.ts';
import { AUTHORITY } from '../house/names.ts';
import { asksPostgres } from '../metrics/asks-postgres.ts';
import { RESTORE_QUERY } from '../metrics/restore-query.ts';
import { CloudNativePg } from './cloudnative-pg.ts';
import type { Archive } from './cloudnative-pg-archive.ts';
import { Postgres } from './postgres.ts';
import type { Reach } from './reach.ts';

/**
 * The database that the settings choose, as far as it is in the cluster. How it is reached is in `reach.ts`.
 *
 * @returns what has to be there before anybody asks it
 */
export function databaseIn(chart: Chart, settings: Settings, image: string, { authority }: Reach): Construct {
  const { database } = settings;
  const common = { image, database: database.name };
  switch (database.mode) {
    case 'statefulset':
      return new Postgres(chart, 'postgres', {
        ...database,
        ...common,
        connections: connectionsOf(database.resources.limits.memory),
        backup: isDumped(settings),
        metrics: asksPostgres(settings),
      });
    case 'cloudnative-pg':
      return new CloudNativePg(chart, 'postgres', {
        ...database,
        ...common,
        connections: connectionsOf(database.resources.limits.memory),
        backup: isDumped(settings),
        queries: isDumped(settings)
          ? { finance_restore: { ...RESTORE_QUERY, target_databases: ['postgres'] } }
          : undefined,
        archive: archiveOf(settings, database.archive),
      });
    case 'external':
    case 'rds':
      if (authority?.data !== undefined) {
        new Kube(chart, 'authority', 'ConfigMap', {
          metadata: { name: AUTHORITY.name },
          data: authority.data,
        });
      }
      return chart;
  }
}

function archiveOf({ backup, secrets }: Settings, name: string): Archive | undefined {
  const { enabled, objectStore, schedule, retentionDays } = backup;
  if (!enabled || !objectStore) return undefined;
  return { ...objectStore, name, schedule, retentionDays, key: secrets.objectStoreKey !== undefined };
}
