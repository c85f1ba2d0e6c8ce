/** A page of panels, in the order in which people read them. */
export interface Dashboard {
  /** Part of its address, so it never changes. */
  readonly uid: string;
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Panels side by side, under a heading that says what they answer. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** One picture. */
export interface Panel {
  readonly title: string;
  readonly kind: 'timeseries' | 'stat' | 'logs';
  /** As Grafana names it: `s`, `bytes`, `percentunit`, `reqps`. @default 'short' */
  readonly unit?: Unit;
  /** Expressions by the legend of their series, in which `{{label}}` stands for a value. */
  readonly queries: Readonly<Record<string, string>>;
  /** From which value on it is no longer well. @default never */
  readonly bad?: number;
}

export type Unit = 'short' | 's' | 'bytes' | 'Bps' | 'percentunit' | 'reqps' | 'ops' | 'cores';

/** Where Grafana finds what it shows; the uid is what panels and links name. */
export interface DataSource {
  readonly uid: 'prometheus' | 'loki' | 'jaeger';
  readonly name: string;
  readonly url: string;
  /** @default none */
  readonly jsonData?: object;
}

/** Lines over time. */
export function lines(title: string, unit: Unit, queries: Panel['queries'], bad?: number): Panel {
  return { title, kind: 'timeseries', unit, queries, ...(bad !== undefined && { bad }) };
}

/** One figure, as it is now. */
export function figure(title: string, unit: Unit, query: string, bad?: number): Panel {
  return { title, kind: 'stat', unit, queries: { now: query }, ...(bad !== undefined && { bad }) };
}

/** Lines of a log, newest first. */
export function logLines(title: string, query: string): Panel {
  return { title, kind: 'logs', queries: { lines: query } };
}
