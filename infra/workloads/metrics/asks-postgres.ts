import type { Settings } from '../../settings/schema.ts';

function hasExporters({ observability }: Settings): boolean {
  return observability.metrics.kind === 'self-contained' || observability.metrics.kind === 'operator';
}

/** Whether there is an exporter that asks Postgres: others than our one server are watched by who runs them. */
export function asksPostgres(settings: Settings): boolean {
  return hasExporters(settings) && settings.database.mode === 'statefulset';
}
