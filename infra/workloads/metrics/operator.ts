import { Construct } from 'constructs';
import type { Labels } from '../../manifests/kinds.ts';
import { CustomResource } from '../house/kube.ts';
import { CERT_MANAGER } from '../house/names.ts';
import type { Receiver } from './alert-routes.ts';
import { type AlertGroup, ruleGroups } from './alerts/alert.ts';
import { within } from './alerts/within.ts';
import { CERTIFIER_LABELS } from './certificates.ts';
import { type OperatedRoutes, operatedRoutes } from './operated-routes.ts';
import { METRICS_PORT } from './scrape-config.ts';

export interface OperatedMetricsProps {
  /** The namespace that it is in: what others run is none of our alerts. */
  readonly namespace: string;
  /** Workloads that have a port `metrics`. */
  readonly workloads: ReadonlyArray<{ readonly name: string; readonly labels: Labels }>;
  /** Whether cert-manager says when our certificate ends. */
  readonly certManager: boolean;
  readonly scrapeSeconds: number;
  /** Those that the operator's Prometheus and Alertmanager select monitors, rules and routes by, such as `release: prometheus`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly alerts: readonly AlertGroup[];
  /** Who hears of them by our doing. */
  readonly receiver: Receiver;
  /** Minutes between two times that they are told of the alert that always fires. */
  readonly heartbeatMinutes: number;
}

/** Tells a Prometheus Operator that is there what to scrape, and when to tell whom. */
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
    if (props.certManager) {
      const { name, namespace } = CERT_MANAGER;
      new CustomResource<PodMonitorSpec>(this, `monitor-${name}`, POD_MONITOR, {
        metadata: { name, labels },
        spec: {
          jobLabel: 'app.kubernetes.io/name',
          namespaceSelector: { matchNames: [namespace] },
          selector: { matchLabels: { ...CERTIFIER_LABELS } },
          // What it says of a certificate has the namespace of that: the rules are about ours.
          podMetricsEndpoints: [
            { port: 'http-metrics', interval: `${props.scrapeSeconds}s`, honorLabels: true },
          ],
        },
      });
    }
    new CustomResource<PrometheusRuleSpec>(this, 'rule', PROMETHEUS_RULE, {
      metadata: { name: 'alerts', labels },
      spec: { groups: ruleGroups(props.alerts).map((group) => ofNamespace(props.namespace, group)) },
    });
    if (props.receiver.kind === 'none') return;
    new CustomResource<OperatedRoutes>(this, 'routes', ALERTMANAGER_CONFIG, {
      metadata: { name: 'alerts', labels },
      spec: operatedRoutes(props.receiver, props.heartbeatMinutes),
    });
  }
}

const API = 'monitoring.coreos.com/v1';
const POD_MONITOR = { apiVersion: API, kind: 'PodMonitor' };
const PROMETHEUS_RULE = { apiVersion: API, kind: 'PrometheusRule' };
const ALERTMANAGER_CONFIG = { apiVersion: `${API}alpha1`, kind: 'AlertmanagerConfig' };

type RuleGroup = ReturnType<typeof ruleGroups>[number];

/** Each alert has the label that the operator routes by, those without a pod or a volume too. */
function ofNamespace(namespace: string, { name, rules }: RuleGroup): RuleGroup {
  const ours = rules.map(({ expr, labels, ...rule }) => ({
    ...rule,
    expr: within(namespace, expr),
    labels: { ...labels, namespace },
  }));
  return { name, rules: ours };
}

interface PodMonitorSpec {
  readonly jobLabel: string;
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  /** @default the namespace that it is in */
  readonly namespaceSelector?: { readonly matchNames: readonly string[] };
  readonly podMetricsEndpoints: ReadonlyArray<{
    readonly port: string;
    readonly interval: string;
    readonly honorLabels?: boolean;
  }>;
}

interface PrometheusRuleSpec {
  readonly groups: readonly RuleGroup[];
}
