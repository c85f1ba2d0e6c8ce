import * as v from 'valibot';
import { group } from '../group.ts';
import { cidr } from '../ipv4-address-and-range-schemas.ts';
import { dnsLabel } from '../name-and-url-schemas.ts';
import { flag, whole } from '../quantity-text-and-choice-schemas.ts';
import { chartSource } from './chart-source.ts';
import { CHART_VERSIONS } from './default-chart-versions.ts';

/** Third-party add-ons to install as Helm charts. Absent ones are left alone: many clusters have them. */
export const addOns = group({
  /** Delivers the platform from Git, for `delivery.kind: argo-cd`. */
  argoCd: addOn('argocd', CHART_VERSIONS.argoCd.chart),
  /** Backup plugin of CloudNativePG; needs cert-manager. */
  barmanCloud: addOn('cnpg-system', CHART_VERSIONS.barmanCloud.chart),
  /** Issues certificates. */
  certManager: addOn('cert-manager', CHART_VERSIONS.certManager.chart),
  /** Runs Postgres servers that stand in for each other, for `database.mode: cloudnative-pg`. */
  cloudnativePg: addOn('cnpg-system', CHART_VERSIONS.cloudnativePg.chart),
  /** Copies Secrets from AWS Secrets Manager or Vault, for `secrets.source`. */
  externalSecrets: addOn('external-secrets', CHART_VERSIONS.externalSecrets.chart),
  /** The web page of Kubernetes. */
  kubernetesDashboard: addOn('kubernetes-dashboard', CHART_VERSIONS.kubernetesDashboard.chart),
  /**
   * Volumes that many nodes can mount and that outlive a node, for `uploads.storageClass: longhorn`. Every node needs
   * open-iscsi and an NFS client.
   */
  longhorn: addOn('longhorn-system', CHART_VERSIONS.longhorn.chart),
  /** Verifies signatures of images, for `policies.verifyImages`. */
  kyverno: addOn('kyverno', CHART_VERSIONS.kyverno.chart),
  /** Measures pods for autoscalers and `kubectl top`. */
  metricsServer: addOn('kube-system', CHART_VERSIONS.metricsServer.chart),
  /** A Prometheus Operator, for `observability.metrics.kind: operator`. */
  prometheusOperator: addOn('prometheus-operator', CHART_VERSIONS.prometheusOperator.chart),
  /** Copies objects and volumes, for `backup.velero`. */
  velero: addOn('velero', CHART_VERSIONS.velero.chart),
});

function addOn(namespace: string, version: string) {
  return v.exactOptional(
    group({
      ...chartSource(version).entries,
      /** The namespace that it is installed in, and which is closed but for the paths that it needs. */
      namespace: v.optional(dnsLabel(), namespace),
      /** Runs several replicas of each part, so that a node may be drained. */
      highlyAvailable: v.optional(flag(), true),
      /** Addresses that its pods reach besides those that every installation needs, such as a registry at home. */
      connectsTo: v.optional(
        v.array(
          group({
            /** The addresses. */
            range: cidr(),
            /** The port. */
            port: whole(1, 65535),
          }),
          'must be a list of ranges with a port, such as { range: 10.0.0.5/32, port: 443 }',
        ),
        [],
      ),
      /** Values of the chart, by top-level key; they replace ours. */
      values: v.optional(v.record(v.string(), v.unknown(), 'must be a group of values of the chart'), {}),
    }),
  );
}
