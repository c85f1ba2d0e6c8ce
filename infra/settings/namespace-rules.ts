import type { Groups } from './all-groups.ts';
import { crossCheck } from './cross-check.ts';

/** Refuses third-party programs in our namespace: its NetworkPolicies would cut an operator off from the API server. */
export function othersElsewhere() {
  return Object.entries(OTHERS).map(([path, of]) =>
    crossCheck<Groups>(
      [path, path.split('.').slice(0, -1).join('.'), 'namespace'],
      (all) => of(all) !== all.namespace,
      'must not be the namespace of the app, where nothing of others reaches anything',
    ),
  );
}

const ADD_ONS = [
  'barmanCloud',
  'certManager',
  'cloudnativePg',
  'externalSecrets',
  'kubernetesDashboard',
  'kyverno',
  'metricsServer',
  'prometheusOperator',
  'velero',
] as const;

const OTHERS: Readonly<Record<string, (all: Groups) => string | undefined>> = {
  'database.operatorNamespace': ({ database }) =>
    database.mode === 'cloudnative-pg' ? database.operatorNamespace : undefined,
  'exposure.controller.namespace': ({ exposure }) =>
    'controller' in exposure && 'namespace' in exposure.controller
      ? exposure.controller.namespace
      : undefined,
  'exposure.gateway.namespace': ({ exposure }) =>
    exposure.kind === 'gateway' && exposure.gateway.kind === 'given' ? exposure.gateway.namespace : undefined,
  'observability.metrics.scraperNamespace': ({ observability: { metrics } }) =>
    'scraperNamespace' in metrics ? metrics.scraperNamespace : undefined,
  'backup.objectStore.pods.namespace': ({ backup }) => backup.objectStore?.pods?.namespace,
  'backup.velero.namespace': ({ backup }) => backup.velero?.namespace,
  'delivery.namespace': ({ delivery }) => (delivery.kind === 'argo-cd' ? delivery.namespace : undefined),
  ...Object.fromEntries(
    ADD_ONS.map((name) => [`addOns.${name}.namespace`, ({ addOns }: Groups) => addOns[name]?.namespace]),
  ),
};
