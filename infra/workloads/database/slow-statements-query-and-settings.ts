import type { ExporterQuery } from './exporter-query-type.ts';

/** Statements whose time is exported: those that took the most in all. */
const MOST = 20;

/**
 * Time and calls of the slowest statements, as metrics with the prefix `finance_statements_`. Their values are replaced by $1
 * and so on, and commands, which may hold passwords, are not among them (`pg_stat_statements.track_utility`).
 */
export const STATEMENTS_QUERY: ExporterQuery = {
  query: [
    'SELECT d.datname, s.queryid::text AS queryid,',
    "left(regexp_replace(s.query, '\\s+', ' ', 'g'), 100) AS statement,",
    'sum(s.calls) AS calls_total, sum(s.total_exec_time) / 1000 AS seconds_total, sum(s.rows) AS rows_total',
    'FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid',
    `GROUP BY 1, 2, 3 ORDER BY seconds_total DESC LIMIT ${MOST}`,
  ].join(' '),
  metrics: [
    ...['datname', 'queryid', 'statement'].map((label) => ({
      [label]: { usage: 'LABEL' as const, description: 'See pg_stat_statements' },
    })),
    ...['calls_total', 'seconds_total', 'rows_total'].map((counter) => ({
      [counter]: { usage: 'COUNTER' as const, description: 'See pg_stat_statements' },
    })),
  ],
};

/** Settings of the extension, for every server that has its library loaded. */
export const STATEMENTS_SETTINGS: Readonly<Record<string, string>> = {
  'pg_stat_statements.max': '1000',
  'pg_stat_statements.track': 'top',
  // ALTER ROLE names a password.
  'pg_stat_statements.track_utility': 'off',
};
