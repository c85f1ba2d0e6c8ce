import { ApiObject, App, Chart } from 'cdk8s';

/** An app of `count` objects that are ready as soon as they exist, so that the apply is measured and not the waiting. */
export function plainObjects(count: number, namespace: string): App {
  const app = new App();
  const chart = new Chart(app, 'bench', { disableResourceNameHashes: true });
  new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  for (let i = 1; i < count; i += 1) {
    const [apiVersion, kind, fields] = KINDS[i % KINDS.length] ?? KINDS[0];
    new ApiObject(chart, `object-${i}`, {
      apiVersion,
      kind,
      metadata: { name: `object-${i}`, namespace, labels: { 'app.kubernetes.io/name': 'bench' } },
      ...fields,
    });
  }
  return app;
}

const KINDS: readonly [
  readonly [apiVersion: string, kind: string, fields: object],
  ...(readonly [apiVersion: string, kind: string, fields: object])[],
] = [
  [
    'v1',
    'ConfigMap',
    { data: { LOG_LEVEL: 'info', 'app.conf': 'maxmemory 96mb\nmaxmemory-policy allkeys-lru\n' } },
  ],
  ['v1', 'ServiceAccount', { automountServiceAccountToken: false }],
  [
    'rbac.authorization.k8s.io/v1',
    'Role',
    { rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }] },
  ],
];
