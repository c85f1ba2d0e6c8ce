import type { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { connectionsIn } from '../../settings/database-connections.ts';
import type { Settings } from '../../settings/schema.ts';
import { DATABASE_AUTHORITY } from '../defaults/names-and-ports.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import type { Facts } from '../facts/facts.ts';
import { backupFolder } from '../facts/object-store-folders-and-keys.ts';
import { CloudNativePg } from './cloudnative-pg.ts';
import type { Archive } from './cloudnative-pg-archive-and-recovery.ts';
import { Postgres } from './postgres.ts';
import { RESTORE_QUERY } from './restore-drill-exporter-query.ts';
import { STATEMENTS_QUERY } from './slow-statements-query-and-settings.ts';

/**
 * Creates the database that the settings choose, if it runs in the cluster. `facts/database-connection.ts` says how to connect to it.
 *
 * @returns the construct that clients of the database depend on
 */
export function databaseIn(chart: Chart, settings: Settings, image: string, facts: Facts): Construct {
  const { database } = settings;
  const { authority } = facts.database;
  const common = { image, database: database.name };
  switch (database.mode) {
    case 'statefulset':
      return new Postgres(chart, 'postgres', {
        ...database,
        ...common,
        connections: connectionsIn(database),
        backup: facts.isDumped,
        metrics: facts.monitors.postgres,
      });
    case 'cloudnative-pg':
      return new CloudNativePg(chart, 'postgres', {
        ...database,
        ...common,
        connections: connectionsIn(database),
        backup: facts.isDumped,
        queries: {
          finance_statements: { ...STATEMENTS_QUERY, target_databases: ['postgres'] },
          ...(facts.isDumped && {
            finance_restore: { ...RESTORE_QUERY, target_databases: ['postgres'] },
          }),
        },
        archive: archiveOf(settings, database.archive),
      });
    case 'external':
    case 'rds':
      if (authority?.data !== undefined) {
        new Kube(chart, 'authority', 'ConfigMap', {
          metadata: { name: DATABASE_AUTHORITY },
          data: authority.data,
        });
      }
      return chart;
  }
}

function archiveOf(settings: Settings, name: string): Archive | undefined {
  const { enabled, schedule, retentionDays } = settings.backup;
  const folder = backupFolder(settings);
  return enabled && folder ? { ...folder, name, schedule, retentionDays } : undefined;
}
