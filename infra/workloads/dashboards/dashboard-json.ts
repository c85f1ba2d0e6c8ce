import type { AnnotationQuery, Dashboard as Model, Panel as PanelModel, RowPanel } from '@grafana/schema';
import type { Options as LogOptions } from '@grafana/schema/dist/types/raw/composable/logs/panelcfg/x/LogsPanelCfg_types.gen.d.ts';
import type { Options as StatOptions } from '@grafana/schema/dist/types/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen.d.ts';
import type {
  FieldConfig,
  Options as LineOptions,
} from '@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen.d.ts';
import type { Dashboard, Mark, Panel } from './dashboard-types-and-panel-makers.ts';

/**
 * A dashboard as Grafana stores it (its "dashboard JSON model", schema version 42), laid out on the grid of 24 columns:
 * the panels of a row share its width.
 */
export function grafanaModel({ uid, title, rows, marks = [] }: Dashboard): Json<Model> {
  const panels: Json<PanelModel | RowPanel>[] = [];
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
    schemaVersion: 42,
    version: 1,
    editable: false, // the next apply would undo it
    refresh: '30s',
    time: { from: 'now-3h', to: 'now' },
    timezone: 'browser',
    graphTooltip: 1,
    templating: { list: [] },
    annotations: { list: marks.map(annotation) },
    links: [],
    panels,
  };
}

/** Vertical lines from a Prometheus expression, in the format of Grafana's Prometheus plugin. */
function annotation({ title, query, label }: Mark): Json<AnnotationQuery> {
  return {
    name: title,
    datasource: { type: 'prometheus', uid: 'prometheus' },
    enable: true,
    iconColor: 'blue',
    ...{ expr: query, step: '60s', titleFormat: label }, // of the plugin, and not in the general schema
  };
}

const COLUMNS = 24;
const HEIGHTS: Readonly<Record<Panel['kind'], number>> = { stat: 4, timeseries: 8, logs: 10 };

function panelModel({ title, kind, unit = 'short', queries, bad }: Panel): Json<PanelModel> {
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
  const isLine = kind === 'timeseries';
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
        ...(isLine && bad !== undefined && { custom: BAD_IS_DASHED }),
      },
      overrides: [],
    },
    options: isLine ? LINE_OPTIONS : STAT_OPTIONS,
  };
}

const BAD_IS_DASHED: Json<FieldConfig> = { thresholdsStyle: { mode: 'dashed' } };
const LINE_OPTIONS: Some<LineOptions> = {
  legend: { displayMode: 'list', placement: 'bottom' },
  tooltip: { mode: 'multi' },
};
const STAT_OPTIONS: Some<StatOptions> = {
  reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
  graphMode: 'none',
};
const LOG_OPTIONS: Some<LogOptions> = {
  showTime: true,
  wrapLogMessage: true,
  sortOrder: 'Descending',
  enableLogDetails: true,
};

/** A type of which any part may be left to Grafana's defaults. */
type Some<T> = { readonly [Key in keyof T]?: Some<Json<T[Key]>> };

/** Enumerations as their string values, since importing their members would load the module. */
type Json<T> = T extends string ? `${T}` : T extends object ? { [Key in keyof T]: Json<T[Key]> } : T;
