import { Construct } from 'constructs';
import type { Labels } from '../../manifests/kinds.ts';
import { CustomResource } from '../house/kube.ts';
import { type AlertGroup, ruleGroups } from './alerts/alert.ts';
import { METRICS_PORT } from './scrape-config.ts';

export interface OperatedMetricsProps {
  /** Workloads that have a port `metrics`. */
  readonly workloads: ReadonlyArray<{ readonly name: string; readonly labels: Labels }>;
  readonly scrapeSeconds: number;
  /** Those that the operator's Prometheus selects monitors and rules by, such as `release: prometheus`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly alerts: readonly AlertGroup[];
}

/** Tells a Prometheus Operator that is there what to scrape, and when to tell somebody. */
export class OperatedMetrics extends Construct {
  constructor(scope: Construct, id: string, props: OperatedMetricsProps) {
    super(scope, id);
    const labels = { ...props.labels };
    for (const { name, labels: matchLabels } of props.workloads) {
      new CustomResource<PodMonitorSpec>(this, `monitor-${name}`, POD_MONITOR, {
        metadata: { name, labels },
        spec: {
          // `job` is the name of the workload, as the rules have it.
          jobLabel: 'app.kubernetes.io/name',
          selector: { matchLabels },
          podMetricsEndpoints: [{ port: METRICS_PORT, interval: `${props.scrapeSeconds}s` }],
        },
      });
    }
    new CustomResource<PrometheusRuleSpec>(this, 'rule', PROMETHEUS_RULE, {
      metadata: { name: 'alerts', labels },
      spec: { groups: ruleGroups(props.alerts) },
    });
  }
}

const API = 'monitoring.coreos.com/v1';
const POD_MONITOR = { apiVersion: API, kind: 'PodMonitor' };
const PROMETHEUS_RULE = { apiVersion: API, kind: 'PrometheusRule' };

interface PodMonitorSpec {
  readonly jobLabel: string;
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly podMetricsEndpoints: ReadonlyArray<{ readonly port: string; readonly interval: string }>;
}

interface PrometheusRuleSpec {
  readonly groups: ReturnType<typeof ruleGroups>;
}
