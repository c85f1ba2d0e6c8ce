import type { Settings } from '../../settings/schema.ts';

function hasExporters({ observability }: Settings): boolean {
  return observability.metrics.kind === 'self-contained' || observability.metrics.kind === 'operator';
}

/** Whether there is an exporter that asks Postgres: our one server, that of AWS, or one elsewhere that gave us a role for it. */
export function asksPostgres(settings: Settings): boolean {
  const { database, secrets } = settings;
  const isWelcome =
    database.mode === 'statefulset' ||
    database.mode === 'rds' ||
    (database.mode === 'external' && secrets.databaseMetricsUser !== undefined);
  return hasExporters(settings) && isWelcome;
}

/** Whether the servers of CloudNativePG are looked at, which say themselves how they are. */
export function asksServers(settings: Settings): boolean {
  return hasExporters(settings) && settings.database.mode === 'cloudnative-pg';
}
