import * as v from 'valibot';
import { group } from '../group.ts';
import { dnsLabel } from '../names.ts';
import { flag } from '../values.ts';
import { chartSource } from './chart-source.ts';

/** Parts of others that the cluster may lack, as Helm charts. Absent ones are left alone: many clusters have them. */
export const addOns = group({
  /** Archives of CloudNativePG; it needs cert-manager. */
  barmanCloud: addOn('cnpg-system', '0.7.0'),
  certManager: addOn('cert-manager', 'v1.19.1'),
  cloudnativePg: addOn('cnpg-system', '0.29.0'),
  externalSecrets: addOn('external-secrets', '1.3.1'),
  kubernetesDashboard: addOn('kubernetes-dashboard', '7.14.0'),
  kyverno: addOn('kyverno', '3.9.1'),
  metricsServer: addOn('kube-system', '3.13.0'),
  prometheusOperator: addOn('prometheus-operator', '79.0.0'),
  velero: addOn('velero', '11.1.1'),
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
