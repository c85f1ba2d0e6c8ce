import type { Settings } from '../../settings/schema.ts';

function hasExporters({ observability }: Settings): boolean {
  return observability.metrics.kind === 'self-contained' || observability.metrics.kind === 'operator';
}

/** True when an exporter queries Postgres: our own server, RDS, or an external one with a role for it. */
export function asksPostgres(settings: Settings): boolean {
  const { database, secrets } = settings;
  const isWelcome =
    database.mode === 'statefulset' ||
    database.mode === 'rds' ||
    (database.mode === 'external' && secrets.databaseMetricsUser !== undefined);
  return hasExporters(settings) && isWelcome;
}

/** True when the servers of CloudNativePG are scraped, which have built-in exporters. */
export function asksServers(settings: Settings): boolean {
  return hasExporters(settings) && settings.database.mode === 'cloudnative-pg';
}
