/** API of the reports that Kyverno writes: one for each object that a policy is about, in the object's namespace. */
export const POLICY_REPORTS = {
  group: 'wgpolicyk8s.io',
  version: 'v1alpha2',
  kind: 'PolicyReport',
  resource: 'policyreports',
} as const;

const RESULTS = ['fail', 'warn', 'error', 'pass'] as const;

/**
 * Configuration by which kube-state-metrics counts the results of each report: `finance_policy_report_fail` and so on, with
 * kind and name of the object.
 *
 * Source: "Custom Resource State Metrics" of kube-state-metrics 2.15.
 */
export const POLICY_REPORT_METRICS = {
  kind: 'CustomResourceStateMetrics',
  spec: {
    resources: [
      {
        groupVersionKind: {
          group: POLICY_REPORTS.group,
          version: POLICY_REPORTS.version,
          kind: POLICY_REPORTS.kind,
        },
        metricNamePrefix: 'finance_policy_report',
        labelsFromPath: {
          namespace: ['metadata', 'namespace'],
          kind: ['scope', 'kind'],
          name: ['scope', 'name'],
        },
        metrics: RESULTS.map((result) => ({
          name: result,
          help: `Results of policies that are ${result}, for one object`,
          each: { type: 'Gauge', gauge: { path: ['summary', result], nilIsZero: true } },
        })),
      },
    ],
  },
};
