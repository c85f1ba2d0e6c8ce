import { type Dashboard, figure, lines } from './dashboard-types-and-panel-makers.ts';

/** Dashboard of replicated Postgres servers, from the exporter of CloudNativePG. */
export const CLOUDNATIVE_PG_DASHBOARD: Dashboard = {
  uid: 'finance-postgres-servers',
  title: 'Postgres servers',
  rows: [
    {
      title: 'Are they well?',
      panels: [
        figure('Answer', 'short', 'sum(cnpg_collector_up)'),
        figure('Take writes', 'short', 'count(cnpg_pg_replication_in_recovery == 0)'),
        figure('Follow', 'short', 'max(cnpg_pg_replication_streaming_replicas)'),
        figure('Furthest behind', 's', 'max(cnpg_pg_replication_lag)', 30),
      ],
    },
    {
      title: 'Work',
      panels: [
        lines('Transactions', 'ops', {
          '{{pod}}': 'sum by (pod) (rate(cnpg_pg_stat_database_xact_commit[5m]))',
        }),
        lines('Connections', 'short', {
          '{{pod}} {{state}}': 'sum by (pod, state) (cnpg_backends_total)',
        }),
        lines('Longest transaction', 's', {
          '{{pod}}': 'max by (pod) (cnpg_backends_max_tx_duration_seconds)',
        }),
      ],
    },
    {
      title: 'Copies',
      panels: [
        lines('Behind the primary', 's', { '{{pod}}': 'max by (pod) (cnpg_pg_replication_lag)' }),
        lines('Log written', 'Bps', { '{{pod}}': 'sum by (pod) (rate(cnpg_collector_wal_bytes[5m]))' }),
        lines('Size', 'bytes', { '{{datname}}': 'max by (datname) (cnpg_pg_database_size_bytes)' }),
      ],
    },
  ],
};
