/** A page of panels, in reading order. */
export interface Dashboard {
  /** Part of the dashboard's URL, so it never changes. */
  readonly uid: string;
  readonly title: string;
  readonly rows: readonly Row[];
  /** Events shown as vertical lines in every panel. @default none */
  readonly marks?: readonly Mark[];
}

/** Moments at which an expression has a value. */
export interface Mark {
  readonly title: string;
  readonly query: string;
  /** Text of each line, in which `{{label}}` stands for the label's value. */
  readonly label: string;
}

/** Panels side by side, under a heading that says which question they answer. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** One chart, figure or log. */
export interface Panel {
  readonly title: string;
  readonly kind: 'timeseries' | 'stat' | 'logs';
  /** Unit as Grafana names it: `s`, `bytes`, `percentunit`, `reqps`. @default 'short' */
  readonly unit?: Unit;
  /** Expressions by the legend of their series, in which `{{label}}` stands for the label's value. */
  readonly queries: Readonly<Record<string, string>>;
  /** Threshold from which the value is bad. @default none */
  readonly bad?: number;
}

export type Unit = 'short' | 's' | 'bytes' | 'Bps' | 'percentunit' | 'reqps' | 'ops' | 'cores';

/** A data source of Grafana; panels and links refer to its uid. */
export interface DataSource {
  readonly uid: 'prometheus' | 'loki' | 'jaeger';
  readonly name: string;
  readonly url: string;
  /** @default none */
  readonly jsonData?: object;
}

/** Time series as lines. */
export function lines(title: string, unit: Unit, queries: Panel['queries'], bad?: number): Panel {
  return { title, kind: 'timeseries', unit, queries, ...(bad !== undefined && { bad }) };
}

/** One figure: the current value. */
export function figure(title: string, unit: Unit, query: string, bad?: number): Panel {
  return { title, kind: 'stat', unit, queries: { now: query }, ...(bad !== undefined && { bad }) };
}

/** Log lines, newest first. */
export function logLines(title: string, query: string): Panel {
  return { title, kind: 'logs', queries: { lines: query } };
}
