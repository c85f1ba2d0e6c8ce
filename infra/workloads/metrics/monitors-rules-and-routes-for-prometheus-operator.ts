import { Construct } from 'constructs';
import type { Labels } from '../../manifests/objects-of-kind.ts';
import { CERT_MANAGER } from '../defaults/names-and-ports.ts';
import { CustomResource } from '../defaults/typed-kubernetes-objects.ts';
import { CERTIFIER_LABELS } from '../facts/certificate-expiry-source.ts';
import type { Receiver } from './alert-routes.ts';
import { type OperatedRoutes, operatedRoutes } from './alertmanager-config-for-prometheus-operator.ts';
import { type AlertGroup, ruleGroups } from './alerts/alert.ts';
import { within } from './alerts/within-namespace.ts';
import { METRICS_PORT } from './prometheus-config.ts';

export interface OperatedMetricsProps {
  /** Namespace of the platform: alerts cover nothing outside of it, unless their group says so. */
  readonly namespace: string;
  /** Workloads with a port `metrics`. */
  readonly workloads: ReadonlyArray<{ readonly name: string; readonly labels: Labels }>;
  /** Scrape cert-manager for the expiry of our certificate. */
  readonly certManager: boolean;
  readonly scrapeSeconds: number;
  /** Labels by which the operator's Prometheus and Alertmanager select our objects, such as `release: prometheus`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly alerts: readonly AlertGroup[];
  /** Receiver that we configure in the operator's Alertmanager. */
  readonly receiver: Receiver;
  /** Minutes between two heartbeats of the alert that always fires. */
  readonly heartbeatMinutes: number;
}

/** PodMonitors, rules and routes for an existing Prometheus Operator. */
export class OperatedMetrics extends Construct {
  constructor(scope: Construct, id: string, props: OperatedMetricsProps) {
    super(scope, id);
    const labels = { ...props.labels };
    for (const { name, labels: matchLabels } of props.workloads) {
      new CustomResource<PodMonitorSpec>(this, `monitor-${name}`, POD_MONITOR, {
        metadata: { name, labels },
        spec: {
          // Rules expect `job` to be the name of the workload.
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
          // Label `namespace` is that of the certificate: the rules only cover ours.
          podMetricsEndpoints: [
            { port: 'http-metrics', interval: `${props.scrapeSeconds}s`, honorLabels: true },
          ],
        },
      });
    }
    new CustomResource<PrometheusRuleSpec>(this, 'rule', PROMETHEUS_RULE, {
      metadata: { name: 'alerts', labels },
      spec: {
        groups: props.alerts.flatMap((group) =>
          ruleGroups([group]).map((rules) => ofNamespace(props.namespace, rules, group.elsewhere)),
        ),
      },
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

/** Adds the label that the operator routes by to each alert, also to those without a pod or a volume. */
function ofNamespace(namespace: string, { name, rules }: RuleGroup, elsewhere = false): RuleGroup {
  const ours = rules.map(({ expr, labels, ...rule }) => ({
    ...rule,
    expr: elsewhere ? expr : within(namespace, expr),
    labels: { ...labels, namespace },
  }));
  return { name, rules: ours };
}

interface PodMonitorSpec {
  readonly jobLabel: string;
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  /** @default the namespace of the PodMonitor */
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
