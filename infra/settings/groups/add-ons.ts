import * as v from 'valibot';
import { group } from '../group.ts';
import { dnsLabel } from '../names.ts';
import { flag } from '../values.ts';
import { chartSource } from './chart-source.ts';
import { CHART_VERSIONS } from './chart-versions.ts';

/** Parts of others that the cluster may lack, as Helm charts. Absent ones are left alone: many clusters have them. */
export const addOns = group({
  /** Archives of CloudNativePG; it needs cert-manager. */
  barmanCloud: addOn('cnpg-system', CHART_VERSIONS.barmanCloud.chart),
  certManager: addOn('cert-manager', CHART_VERSIONS.certManager.chart),
  cloudnativePg: addOn('cnpg-system', CHART_VERSIONS.cloudnativePg.chart),
  externalSecrets: addOn('external-secrets', CHART_VERSIONS.externalSecrets.chart),
  kubernetesDashboard: addOn('kubernetes-dashboard', CHART_VERSIONS.kubernetesDashboard.chart),
  kyverno: addOn('kyverno', CHART_VERSIONS.kyverno.chart),
  metricsServer: addOn('kube-system', CHART_VERSIONS.metricsServer.chart),
  prometheusOperator: addOn('prometheus-operator', CHART_VERSIONS.prometheusOperator.chart),
  velero: addOn('velero', CHART_VERSIONS.velero.chart),
});

function addOn(namespace: string, version: string) {
  return v.exactOptional(
    group({
      ...chartSource(version).entries,
      namespace: v.optional(dnsLabel(), namespace),
      /** Several pods of each, so that a node may leave. */
      highlyAvailable: v.optional(flag(), true),
      /** Of the chart, by its uppermost keys; they stand before ours. */
      values: v.optional(v.record(v.string(), v.unknown(), 'must be a group of values of the chart'), {}),
    }),
  );
}
