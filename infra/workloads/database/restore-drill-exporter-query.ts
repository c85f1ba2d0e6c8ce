import type { ExporterQuery } from './exporter-query-type.ts';
import { RESTORE_METRICS } from './restore-drill-results.ts';

const COLUMNS = [
  'last_dump_timestamp_seconds',
  'last_success_timestamp_seconds',
  'last_rows',
  'last_duration_seconds',
];

/** The last successful restore drill, as metrics with the prefix `finance_restore_`. */
export const RESTORE_QUERY: ExporterQuery = {
  query: `SELECT ${COLUMNS.map((column) => `finance_restore_${column} AS ${column}`).join(', ')} FROM (${RESTORE_METRICS}) AS drill`,
  metrics: COLUMNS.map((column) => ({ [column]: { usage: 'GAUGE', description: 'See restore_drill' } })),
};
