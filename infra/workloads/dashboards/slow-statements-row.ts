import { type Dashboard, lines } from './dashboard-types-and-panel-makers.ts';

/**
 * Adds a row of the slowest statements to a dashboard of Postgres.
 *
 * @param prefix prefix of the metrics' names, by the exporter
 */
export function withStatements(dashboard: Dashboard, prefix = ''): Dashboard {
  const ofStatements = (counter: string) =>
    `sum by (statement) (rate(${prefix}finance_statements_${counter}_total[5m]))`;
  return {
    ...dashboard,
    rows: [
      ...dashboard.rows,
      {
        title: 'Which statements take the time?',
        panels: [
          lines('Time, of one core', 'percentunit', {
            '{{statement}}': `topk(8, ${ofStatements('seconds')})`,
          }),
          lines('Time of one call', 's', {
            '{{statement}}': `topk(8, ${ofStatements('seconds')} / (${ofStatements('calls')} > 0))`,
          }),
          lines('Calls', 'ops', { '{{statement}}': `topk(8, ${ofStatements('calls')})` }),
        ],
      },
    ],
  };
}
