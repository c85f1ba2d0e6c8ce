/** A condition that somebody has to hear of, as Prometheus evaluates it. */
export interface Alert {
  /** In the words of people, in one: `RedisMemoryHigh`. */
  readonly name: string;
  /** PromQL; each series that it gives is an alert of its own. */
  readonly expr: string;
  /** How long it must hold before anybody is told, such as `15m`. */
  readonly for: string;
  /** `critical` wakes somebody up, `warning` waits for the morning, `none` is no news. */
  readonly severity: 'critical' | 'warning' | 'none';
  /** One line that says what is wrong, with the labels that say where: `{{ $labels.pod }}`. */
  readonly summary: string;
  /** What it means for the people who use the app. */
  readonly description: string;
  /** What to do about it, the first thing first. */
  readonly runbook: string;
}

/** Alerts that are evaluated together. */
export interface AlertGroup {
  readonly name: string;
  readonly alerts: readonly Alert[];
}

/** The groups as Prometheus reads them, from a file as well as from a PrometheusRule. */
export function ruleGroups(groups: readonly AlertGroup[]) {
  return groups.map(({ name, alerts }) => ({
    name,
    rules: alerts.map(({ name: alert, expr, for: patience, severity, ...annotations }) => ({
      alert,
      expr,
      for: patience,
      labels: { severity },
      annotations,
    })),
  }));
}
