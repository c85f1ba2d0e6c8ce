import { type Dashboard, figure, lines } from './dashboard-types-and-panel-makers.ts';

/** Dashboard of the Postgres exporter's metrics. */
export const POSTGRES_DASHBOARD: Dashboard = {
  uid: 'finance-postgres',
  title: 'Postgres',
  rows: [
    {
      title: 'Is it well?',
      panels: [
        figure('Answers', 'short', 'min(pg_up)'),
        figure(
          'Connections taken',
          'percentunit',
          'sum(pg_stat_activity_count) / max(pg_settings_max_connections)',
          0.85,
        ),
        figure('Size', 'bytes', 'sum(pg_database_size_bytes)'),
        figure('Read from memory', 'percentunit', fromMemory()),
      ],
    },
    {
      title: 'Work',
      panels: [
        lines('Transactions', 'ops', {
          committed: 'sum(rate(pg_stat_database_xact_commit[5m]))',
          'rolled back': 'sum(rate(pg_stat_database_xact_rollback[5m]))',
        }),
        lines('Connections by state', 'short', {
          '{{state}}': 'sum by (state) (pg_stat_activity_count)',
        }),
        lines('Longest transaction', 's', {
          '{{state}}': 'max by (state) (pg_stat_activity_max_tx_duration)',
        }),
      ],
    },
    {
      title: 'Rows',
      panels: [
        lines('Read', 'ops', {
          returned: 'sum(rate(pg_stat_database_tup_returned[5m]))',
          fetched: 'sum(rate(pg_stat_database_tup_fetched[5m]))',
        }),
        lines('Written', 'ops', {
          inserted: 'sum(rate(pg_stat_database_tup_inserted[5m]))',
          updated: 'sum(rate(pg_stat_database_tup_updated[5m]))',
          deleted: 'sum(rate(pg_stat_database_tup_deleted[5m]))',
        }),
        lines('Deadlocks and conflicts', 'short', {
          deadlocks: 'sum(increase(pg_stat_database_deadlocks[1h]))',
          conflicts: 'sum(increase(pg_stat_database_conflicts[1h]))',
        }),
      ],
    },
  ],
};

function fromMemory(): string {
  const hit = 'sum(rate(pg_stat_database_blks_hit[5m]))';
  return `${hit} / (${hit} + sum(rate(pg_stat_database_blks_read[5m])))`;
}

/** Dashboard of the Redis exporter's metrics. */
export const REDIS_DASHBOARD: Dashboard = {
  uid: 'finance-redis',
  title: 'Redis',
  rows: [
    {
      title: 'Is it well?',
      panels: [
        figure('Answers', 'short', 'min(redis_up)'),
        figure('Memory', 'percentunit', 'redis_memory_used_bytes / (redis_memory_max_bytes > 0)', 0.85),
        figure('Clients', 'short', 'redis_connected_clients'),
        figure(
          'Hits',
          'percentunit',
          'rate(redis_keyspace_hits_total[5m]) / (rate(redis_keyspace_hits_total[5m]) + rate(redis_keyspace_misses_total[5m]))',
        ),
      ],
    },
    {
      title: 'Work',
      panels: [
        lines('Commands', 'ops', { '{{cmd}}': 'topk(6, sum by (cmd) (rate(redis_commands_total[5m])))' }),
        lines('Memory', 'bytes', { used: 'redis_memory_used_bytes', most: 'redis_memory_max_bytes' }),
        lines('Keys that went', 'ops', {
          'for lack of memory': 'rate(redis_evicted_keys_total[5m])',
          'in their time': 'rate(redis_expired_keys_total[5m])',
        }),
      ],
    },
  ],
};
