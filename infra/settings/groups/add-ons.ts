import * as v from 'valibot';
import { group } from '../group.ts';
import { dnsLabel } from '../names.ts';
import { flag, text } from '../values.ts';

/** Parts of others that the cluster may lack, as Helm charts. Absent ones are left alone: many clusters have them. */
export const addOns = group({
  certManager: addOn('cert-manager', 'v1.19.1'),
  cloudnativePg: addOn('cnpg-system', '0.26.1'),
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
      /** Where its chart comes from: its publisher's Helm repository, or a mirror of it. */
      repository: text('the https or oci address of a Helm repository', (word) =>
        /^(?:https|oci):\/\/[a-z0-9.-]+(?::\d+)?(?:\/[\w./-]*)?$/.test(word),
      ),
      /** Of the chart; pinned, because a newer one may replace custom kinds that are in use. */
      version: v.optional(
        text('a chart version such as 1.2.3', (word) => /^v?\d+\.\d+\.\d+(?:[-+][\w.-]+)?$/.test(word)),
        version,
      ),
      namespace: v.optional(dnsLabel(), namespace),
      /** Several pods of each, so that a node may leave. */
      highlyAvailable: v.optional(flag(), true),
      /** Of the chart, by its uppermost keys; they stand before ours. */
      values: v.optional(v.record(v.string(), v.unknown(), 'must be a group of values of the chart'), {}),
    }),
  );
}
