/** Table of successful drills: in database `postgres`, which no restore touches. */
export const RESTORE_DRILLS =
  'CREATE TABLE IF NOT EXISTS restore_drill (finished_at timestamptz PRIMARY KEY DEFAULT now(), dump text NOT NULL, rows bigint NOT NULL, seconds int NOT NULL)';

/**
 * Results of the last successful restore drill: one row, or none before the first success. Run in database
 * `postgres` by a member of pg_monitor; the columns are named after the metrics.
 *
 * - `finance_restore_last_dump_timestamp_seconds`: when the restored dump was made, in seconds since 1970. Alert on its age:
 * it grows when no drill succeeds, and also when drills succeed with the same old dump each night.
 * - `finance_restore_last_success_timestamp_seconds`: when the drill ended, in seconds since 1970.
 * - `finance_restore_last_rows`: rows that were restored unchanged.
 * - `finance_restore_last_duration_seconds`: duration of the drill.
 */
export const RESTORE_METRICS = `SELECT
  extract(epoch FROM substring(dump FROM '\\d{8}T\\d{6}Z$')::timestamptz) AS finance_restore_last_dump_timestamp_seconds,
  extract(epoch FROM finished_at) AS finance_restore_last_success_timestamp_seconds,
  rows AS finance_restore_last_rows,
  seconds AS finance_restore_last_duration_seconds
FROM public.restore_drill ORDER BY finished_at DESC LIMIT 1`;
