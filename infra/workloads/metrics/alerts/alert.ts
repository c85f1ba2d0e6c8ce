/** A condition that somebody has to be notified of, as Prometheus evaluates it. */
export interface Alert {
  /** Name in plain words, in PascalCase: `RedisMemoryHigh`. */
  readonly name: string;
  /** PromQL; each resulting series is an alert of its own. */
  readonly expr: string;
  /** Time that the condition must hold before anybody is notified, such as `15m`. */
  readonly for: string;
  /** `critical` wakes somebody up, `warning` waits for the morning, `none` needs no action. */
  readonly severity: 'critical' | 'warning' | 'none';
  /** One line that states the problem, with the labels of the affected object: `{{ $labels.pod }}`. */
  readonly summary: string;
  /** Effect on the people who use the app. */
  readonly description: string;
  /** Steps to resolve it, in order. */
  readonly runbook: string;
}

/** Alerts that are evaluated together. */
export interface AlertGroup {
  readonly name: string;
  readonly alerts: readonly Alert[];
  /** True where the expressions say what they are about, which is not in the namespace of the platform. @default false */
  readonly elsewhere?: boolean;
}

/** The groups in Prometheus's format, for a rule file as well as for a PrometheusRule. */
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
