/** Where drills that went well are written down: in database `postgres`, which no restore touches. */
export const RESTORE_DRILLS =
  'CREATE TABLE IF NOT EXISTS restore_drill (finished_at timestamptz PRIMARY KEY DEFAULT now(), dump text NOT NULL, rows bigint NOT NULL, seconds int NOT NULL)';

/**
 * What the last restore drill that went well says, one row as soon as there was one, none before. Asked in database
 * `postgres` by a member of pg_monitor; the names of the columns are those of the metrics.
 *
 * - `finance_restore_last_dump_timestamp_seconds`: when the dump was made that it restored, in seconds since 1970. Alert on
 *   its age: it grows where no drill goes well, and also where drills go well with the same old dump each night.
 * - `finance_restore_last_success_timestamp_seconds`: when it ended.
 * - `finance_restore_last_rows`: rows that came back as they were.
 * - `finance_restore_last_duration_seconds`: how long it took.
 */
export const RESTORE_METRICS = `SELECT
  extract(epoch FROM substring(dump FROM '\\d{8}T\\d{6}Z$')::timestamptz) AS finance_restore_last_dump_timestamp_seconds,
  extract(epoch FROM finished_at) AS finance_restore_last_success_timestamp_seconds,
  rows AS finance_restore_last_rows,
  seconds AS finance_restore_last_duration_seconds
FROM public.restore_drill ORDER BY finished_at DESC LIMIT 1`;
