import type { PodEndpoint } from '../../manifests/evaluate-network-policies.ts';
import type { Settings } from '../../settings/schema.ts';

/**
 * Pods that the charts of add-ons make, by name, with the labels that their templates give. Two have none: Jobs that a chart
 * runs once and that label nothing.
 */
const PODS: Readonly<
  Record<keyof Settings['addOns'], Readonly<Record<string, Readonly<Record<string, string>>>>>
> = {
  argoCd: {
    'argo-server': labels('argocd-server', 'argocd', 'server'),
    'argo-repositories': labels('argocd-repo-server', 'argocd', 'repo-server'),
    'argo-controller': labels('argocd-application-controller', 'argocd', 'application-controller'),
    'argo-redis': labels('argocd-redis', 'argocd', 'redis'),
    'argo-redis-secret': {},
  },
  barmanCloud: { barman: labels('plugin-barman-cloud', 'plugin-barman-cloud') },
  certManager: {
    certifier: { ...labels('cert-manager', 'cert-manager', 'controller'), app: 'cert-manager' },
    'ca-injector': { ...labels('cainjector', 'cert-manager', 'cainjector'), app: 'cainjector' },
    'cert-webhook': { ...labels('webhook', 'cert-manager', 'webhook'), app: 'webhook' },
  },
  cloudnativePg: { 'cnpg-operator': labels('cloudnative-pg', 'cloudnative-pg') },
  externalSecrets: {
    'secrets-controller': labels('external-secrets', 'external-secrets'),
    'secrets-webhook': labels('external-secrets-webhook', 'external-secrets'),
    'secrets-cert': labels('external-secrets-cert-controller', 'external-secrets'),
  },
  kubernetesDashboard: {
    kong: { ...labels('kong', 'kubernetes-dashboard', 'app'), app: 'kubernetes-dashboard-kong' },
    'dashboard-api': {
      ...labels('kubernetes-dashboard-api', 'kubernetes-dashboard', 'api'),
      'app.kubernetes.io/part-of': 'kubernetes-dashboard',
    },
    'dashboard-web': {
      ...labels('kubernetes-dashboard-web', 'kubernetes-dashboard', 'web'),
      'app.kubernetes.io/part-of': 'kubernetes-dashboard',
    },
  },
  kyverno: {
    'kyverno-admission': labels('kyverno-admission-controller', 'kyverno', 'admission-controller'),
    'kyverno-reports': labels('kyverno-reports-controller', 'kyverno', 'reports-controller'),
    'kyverno-cleanup': labels('kyverno-cleanup-controller', 'kyverno', 'cleanup-controller'),
    'kyverno-migration': {},
  },
  longhorn: {
    'longhorn-manager': { ...labels('longhorn', 'longhorn'), app: 'longhorn-manager' },
    // Made by the manager, without the labels of the chart.
    'longhorn-share': { 'longhorn.io/component': 'share-manager' },
  },
  metricsServer: { 'metrics-server': labels('metrics-server', 'metrics-server') },
  prometheusOperator: { 'prometheus-operator': labels('kube-prometheus-stack-prometheus-operator', 'x') },
  velero: {
    'velero-server': { ...labels('velero', 'velero'), name: 'velero' },
    'velero-upgrade': {},
  },
};

/** Endpoints of the pods of the add-ons that the settings install. */
export function addOnPods({ addOns }: Pick<Settings, 'addOns'>): Readonly<Record<string, PodEndpoint>> {
  return Object.fromEntries(
    Object.entries(PODS).flatMap(([addOn, pods]) => {
      const namespace = addOns[addOn as keyof Settings['addOns']]?.namespace;
      if (namespace === undefined) return [];
      return Object.entries(pods).map(([name, its]) => [name, { namespace, labels: its }]);
    }),
  );
}

function labels(name: string, instance: string, component?: string): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': instance,
    ...(component !== undefined && { 'app.kubernetes.io/component': component }),
  };
}
