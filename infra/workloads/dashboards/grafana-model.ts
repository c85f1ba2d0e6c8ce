import type { Dashboard, Panel } from './dashboard.ts';

/**
 * A dashboard as Grafana stores it (its "dashboard JSON model", schema version 39), laid out on the grid of 24 columns:
 * the panels of a row share its width.
 */
export function grafanaModel({ uid, title, rows }: Dashboard): object {
  const panels: object[] = [];
  let y = 0;
  for (const row of rows) {
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title: row.title,
      collapsed: false,
      gridPos: { x: 0, y, w: COLUMNS, h: 1 },
      panels: [],
    });
    const width = Math.floor(COLUMNS / row.panels.length);
    const height = Math.max(...row.panels.map(({ kind }) => HEIGHTS[kind]));
    row.panels.forEach((panel, index) => {
      const gridPos = { x: index * width, y: y + 1, w: width, h: height };
      panels.push({ id: panels.length + 1, ...panelModel(panel), gridPos });
    });
    y += 1 + height;
  }
  return {
    uid,
    title,
    tags: ['finance-platform'],
    schemaVersion: 39,
    version: 1,
    editable: false, // the next apply would undo it
    refresh: '30s',
    time: { from: 'now-3h', to: 'now' },
    timezone: 'browser',
    graphTooltip: 1,
    templating: { list: [] },
    annotations: { list: [] },
    links: [],
    panels,
  };
}

const COLUMNS = 24;
const HEIGHTS: Readonly<Record<Panel['kind'], number>> = { stat: 4, timeseries: 8, logs: 10 };

function panelModel({ title, kind, unit = 'short', queries, bad }: Panel): object {
  const isLog = kind === 'logs';
  const datasource = isLog ? { type: 'loki', uid: 'loki' } : { type: 'prometheus', uid: 'prometheus' };
  const targets = Object.entries(queries).map(([legendFormat, expr], index) => ({
    refId: String.fromCharCode(65 + index),
    datasource,
    expr,
    legendFormat,
    ...(kind === 'stat' && { instant: true }),
  }));
  if (isLog) return { type: kind, title, datasource, targets, options: LOG_OPTIONS };
  const steps = [
    { color: 'green', value: null },
    ...(bad === undefined ? [] : [{ color: 'red', value: bad }]),
  ];
  return {
    type: kind,
    title,
    datasource,
    targets,
    fieldConfig: {
      defaults: {
        unit: unit === 'cores' ? 'none' : unit,
        min: 0,
        thresholds: { mode: 'absolute', steps },
        ...(kind === 'timeseries' &&
          bad !== undefined && { custom: { thresholdsStyle: { mode: 'dashed' } } }),
      },
      overrides: [],
    },
    options:
      kind === 'stat'
        ? { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false }, graphMode: 'none' }
        : { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
  };
}

const LOG_OPTIONS = { showTime: true, wrapLogMessage: true, sortOrder: 'Descending', enableLogDetails: true };
