/**
 * Chart version of each add-on, and its app version, whose custom kinds our objects are made for.
 *
 * Source: `version` and `appVersion` in the Chart.yaml of its publisher.
 */
export const CHART_VERSIONS = {
  argoCd: { chart: '10.1.1', app: 'v3.4.4' },
  barmanCloud: { chart: '0.7.0', app: 'v0.13.0' },
  certManager: { chart: 'v1.21.2', app: 'v1.21.2' },
  cloudnativePg: { chart: '0.29.0', app: 'v1.30.0' },
  externalSecrets: { chart: '1.3.2', app: 'v1.3.2' },
  /** No `app` version: it has no custom kinds, and each of its programs has a version of its own. */
  kubernetesDashboard: { chart: '7.14.0' },
  longhorn: { chart: '1.12.1', app: 'v1.12.1' },
  kyverno: { chart: '3.9.0', app: 'v1.19.0' },
  metricsServer: { chart: '3.13.0' },
  prometheusOperator: { chart: '87.3.0', app: 'v0.92.0' },
  velero: { chart: '12.1.0', app: 'v1.18.1' },
} as const;
