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

/** Refuses add-ons in namespaces that cannot be closed around them, because other pods are there. */
export function addOnsByThemselves() {
  const of = (name: (typeof ADD_ONS)[number]) => (all: Groups) => all.addOns[name]?.namespace;
  return [
    ...ADD_ONS.filter((name) => name !== 'metricsServer').map((name) =>
      crossCheck<Groups>(
        [`addOns.${name}.namespace`],
        (all) => !OF_THE_CLUSTER.includes(of(name)(all) ?? ''),
        'must be a namespace that holds nothing of the cluster, because it is closed',
      ),
    ),
    ...ADD_ONS.map((name) =>
      crossCheck<Groups>(
        [`addOns.${name}.namespace`, 'observability.namespace', 'observability.logs'],
        (all) => ![all.observability.namespace, ...logsNamespaces(all)].includes(of(name)(all) ?? ''),
        'must not be a namespace of the monitoring, which has a fence of its own',
      ),
    ),
  ];
}

function logsNamespaces({ observability: { logs } }: Groups): readonly string[] {
  if (logs.kind === 'elasticsearch') return [logs.namespace];
  return logs.kind === 'loki' && logs.audit ? [logs.audit.namespace] : [];
}

/** Namespaces that hold pods of every cluster, such as its name server: closing them would stop it. */
export const OF_THE_CLUSTER: readonly string[] = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

const ADD_ONS = [
  'argoCd',
  'barmanCloud',
  'certManager',
  'cloudnativePg',
  'externalSecrets',
  'kubernetesDashboard',
  'kyverno',
  'longhorn',
  'metricsServer',
  'prometheusOperator',
  'velero',
] as const;

const OTHERS: Readonly<Record<string, (all: Groups) => string | undefined>> = {
  'database.operatorNamespace': ({ database }) =>
    database.mode === 'cloudnative-pg' ? database.operatorNamespace : undefined,
  'database.reports.from.namespace': ({ database }) =>
    'storage' in database ? database.reports?.from?.namespace : undefined,
  'exposure.controller.namespace': ({ exposure }) =>
    'controller' in exposure && 'namespace' in exposure.controller
      ? exposure.controller.namespace
      : undefined,
  'exposure.gateway.namespace': ({ exposure }) =>
    exposure.kind === 'gateway' && exposure.gateway.kind === 'given' ? exposure.gateway.namespace : undefined,
  'observability.metrics.scraperNamespace': ({ observability: { metrics } }) =>
    'scraperNamespace' in metrics ? metrics.scraperNamespace : undefined,
  'backup.objectStore.pods.namespace': ({ backup }) =>
    backup.objectStore?.kind === 's3' ? backup.objectStore.pods?.namespace : undefined,
  'backup.velero.namespace': ({ backup }) => backup.velero?.namespace,
  'delivery.namespace': ({ delivery }) => (delivery.kind === 'argo-cd' ? delivery.namespace : undefined),
  ...Object.fromEntries(
    ADD_ONS.map((name) => [`addOns.${name}.namespace`, ({ addOns }: Groups) => addOns[name]?.namespace]),
  ),
};
