import { describe, expect, it } from 'vitest';
import { ofKind } from '../../manifests/objects-of-kind.ts';
import { addOns as GROUP } from '../../settings/groups/add-ons.ts';
import { addOnPods } from '../testing/add-on-pods.ts';
import { settingsWith } from '../testing/settings-with.ts';
import { ADD_ON_NEEDS } from './pod-security-and-paths-by-add-on.ts';
import { noMetrics, objectsFor, openPathsOf, PRIVATE } from './testing/expected-paths.ts';

const REPOSITORY = 'https://charts.example.org/them';
const NAMES = Object.keys(GROUP.entries) as (keyof typeof GROUP.entries)[];
const settingsOf = (name: string, more: object = {}) =>
  settingsWith({
    ...noMetrics,
    ...(name === 'argoCd' && { delivery: { kind: 'argo-cd', repository: GIT, path: 'all' } }),
    ...more,
    addOns: { [name]: { repository: REPOSITORY, ...of(more, name) } },
  });
const GIT = 'https://git.example.org/them.git';
const of = (more: object, name: string) => (more as { addOns?: Record<string, object> }).addOns?.[name];

describe.each(NAMES)('the add-on %s', (name) => {
  it('states its needs, and its pods for the tests', () => {
    expect(
      ADD_ON_NEEDS[name],
      `write an entry ${name} into fence/pod-security-and-paths-by-add-on.ts: the Pod Security Standard that all pods of its chart comply with, and the paths that they need besides the API server and name servers, such as calls of webhooks by the API server`,
    ).toBeDefined();
    expect(
      Object.keys(addOnPods(settingsOf(name))),
      `write an entry ${name} into testing/add-on-pods.ts: the pods of its chart, with the labels of their templates`,
    ).not.toEqual([]);
  });

  it('is closed: everything that is open at its pods is listed here', () => {
    const pods = Object.keys(addOnPods(settingsOf(name)));
    const open = openPathsOf(settingsOf(name))
      .filter((path) => isOf(pods, path))
      .filter((path) => name !== 'longhorn' || !AMONG_LONGHORN.test(path));
    const everybody = pods.flatMap((pod) => [
      `${pod} → dns 53/TCP`,
      `${pod} → dns 53/UDP`,
      ...PRIVATE.flatMap((end) => [443, 6443].map((port) => `${pod} → ${end} ${port}/TCP`)),
    ]);
    const expected = new Set([...everybody, ...(MORE[name] ?? [])]);
    expect(open).toEqual([...expected].toSorted());
  });
});

const calls = (pod: string, port: number) => PRIVATE.map((end) => `${end} → ${pod} ${port}/TCP`);
const internet = (pod: string, port = 443) =>
  ['internet', 'internet6'].map((end) => `${pod} → ${end} ${port}/TCP`);

/** Open paths of each add-on, besides those to the API server and to name servers. */
const MORE: Partial<Record<(typeof NAMES)[number], readonly string[]>> = {
  argoCd: [
    'argo-server → argo-repositories 8081/TCP',
    'argo-controller → argo-repositories 8081/TCP',
    ...['server', 'controller', 'repositories'].map((pod) => `argo-${pod} → argo-redis 6379/TCP`),
    ...internet('argo-repositories'),
  ],
  barmanCloud: ['operator → barman 9090/TCP'],
  certManager: calls('cert-webhook', 10250),
  cloudnativePg: calls('cnpg-operator', 9443),
  externalSecrets: [
    ...calls('secrets-webhook', 10250),
    ...internet('secrets-controller'),
    'secrets-controller → identity 80/TCP',
  ],
  kubernetesDashboard: [
    'kong → dashboard-api 8000/TCP',
    'kong → dashboard-web 8000/TCP',
    'dashboard-api → dashboard-web 8000/TCP',
    'dashboard-web → dashboard-api 8000/TCP',
  ],
  kyverno: [...calls('kyverno-admission', 9443), ...calls('kyverno-cleanup', 9443)],
  longhorn: ['longhorn-manager', 'longhorn-share'].flatMap((pod) => [
    ...calls(pod, 9502),
    ...[2049, 3260, 9500].flatMap((port) => calls(pod, port).filter((path) => !path.startsWith('node6'))),
  ]),
  metricsServer: [
    ...calls('metrics-server', 10250),
    ...PRIVATE.filter((end) => end !== 'node6').map((end) => `metrics-server → ${end} 10250/TCP`),
  ],
  prometheusOperator: calls('prometheus-operator', 10250),
  velero: ['velero-server', 'velero-upgrade'].flatMap((pod) => [
    ...internet(pod),
    `${pod} → identity 80/TCP`,
  ]),
};

/** Paths between pods of Longhorn, which copy volumes at ports of a wide range. */
const AMONG_LONGHORN = /^longhorn-\S+ → longhorn-/;

it('pods of Longhorn reach each other at every port, and what serves receipts is reached by nodes', () => {
  const open = openPathsOf(settingsOf('longhorn'));
  expect(open).toEqual(
    expect.arrayContaining(['longhorn-manager → longhorn-share 22/TCP', 'node → longhorn-share 2049/TCP']),
  );
});

it.each([
  ['git@git.example.org:them.git', 22],
  ['ssh://git@git.example.org:2222/them.git', 2222],
  ['https://git.example.org:8443/them.git', 8443],
])('Argo CD reaches the repository %s at its port, and the provider that people sign in by', (repository, port) => {
  const signIn = { kind: 'oidc', issuer: 'https://id.example.org', clientId: 'argo-cd' };
  const delivery = { kind: 'argo-cd', repository, path: 'all', signIn };
  const open = openPathsOf(settingsOf('argoCd', { delivery }));
  expect(open).toEqual(
    expect.arrayContaining([...internet('argo-repositories', port), ...internet('argo-server')]),
  );
});

it('certificates of an ACME authority: it and our own host are asked, through the controller as well', () => {
  const exposure = {
    kind: 'ingress',
    host: 'money.example.com',
    tls: { from: 'cert-manager', issuer: { kind: 'acme', email: 'a@example.com' } },
  };
  const open = openPathsOf(settingsOf('certManager', { exposure }));
  expect(open).toEqual(
    expect.arrayContaining([
      ...internet('certifier'),
      ...internet('certifier', 80),
      'certifier → office 80/TCP',
      'certifier → traefik 8000/TCP',
    ]),
  );
  expect(open.filter((path) => /^(ca-injector|cert-webhook) → internet/.test(path))).toEqual([]);
});

it('signatures of images are read in registries', () => {
  const policies = {
    registries: ['ghcr.io'],
    verifyImages: { kind: 'keyless', issuer: 'https://a.example.com', subject: 'b' },
  };
  const web = { image: `ghcr.io/acme/finance@sha256:${'0'.repeat(64)}` };
  expect(openPathsOf(settingsOf('kyverno', { policies, web }))).toEqual(
    expect.arrayContaining(internet('kyverno-admission')),
  );
});

it('the operator of the database reaches its servers, and its plugin, from its closed namespace', () => {
  const addOns = { cloudnativePg: { repository: REPOSITORY }, barmanCloud: { repository: REPOSITORY } };
  const open = openPathsOf(settingsWith({ ...noMetrics, addOns, database: { mode: 'cloudnative-pg' } }));
  expect(open).toEqual(
    expect.arrayContaining(['cnpg-operator → postgres 8000/TCP', 'cnpg-operator → barman 9090/TCP']),
  );
});

it('Argo CD reaches charts and the provider of sign-in at their ports', () => {
  const signIn = { kind: 'oidc', issuer: 'https://id.example.org:9443', clientId: 'argo-cd' };
  const delivery = { kind: 'argo-cd', repository: GIT, path: 'all', signIn };
  const addOns = { argoCd: { repository: 'https://charts.example.org:8443/argo' } };
  expect(openPathsOf(settingsOf('argoCd', { delivery, addOns }))).toEqual(
    expect.arrayContaining([...internet('argo-repositories', 8443), ...internet('argo-server', 9443)]),
  );
});

it('cert-manager reaches another authority at its port', () => {
  const issuer = { kind: 'acme', email: 'a@example.com', server: 'https://ca.example.com:14000/dir' };
  const exposure = { kind: 'ingress', host: 'money.example.com', tls: { from: 'cert-manager', issuer } };
  expect(openPathsOf(settingsOf('certManager', { exposure }))).toEqual(
    expect.arrayContaining(internet('certifier', 14000)),
  );
});

it('external-secrets reaches Vault at its port', () => {
  const source = { kind: 'vault', server: 'https://vault.example.org:8200', prefix: 'finance' };
  expect(openPathsOf(settingsOf('externalSecrets', { secrets: { source } }))).toEqual(
    expect.arrayContaining(internet('secrets-controller', 8200)),
  );
});

it('an address of the settings is reached, at its port only', () => {
  const addOns = { kyverno: { connectsTo: [{ range: '192.168.1.0/24', port: 5000 }] } };
  const open = openPathsOf(settingsOf('kyverno', { addOns }));
  const there = open.filter((path) => path.startsWith('kyverno-admission → office'));
  expect(there).toEqual([443, 5000, 6443].map((port) => `kyverno-admission → office ${port}/TCP`));
});

it('the bundle of the operator reaches its parts, the nodes and the receivers where it watches us', () => {
  const observability = { metrics: { kind: 'operator', scraperNamespace: 'prometheus-operator' } };
  const open = openPathsOf(settingsOf('prometheusOperator', { observability }));
  expect(open).toEqual(
    expect.arrayContaining([
      'prometheus-operator → node 9100/TCP',
      'prometheus-operator → web 9464/TCP',
      ...internet('prometheus-operator'),
    ]),
  );
});

describe('the namespace of an add-on', () => {
  const levelOf = (name: string, more: object = {}) =>
    ofKind(objectsFor(settingsOf(name, more)), 'Namespace')
      .filter(({ metadata }) => !['finance', 'monitoring'].includes(metadata.name))
      .map(({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce']);

  it('enforces the strictest level that its pods can bear', () => {
    expect(levelOf('certManager')).toEqual(['restricted']);
    expect(levelOf('velero')).toEqual(['privileged']);
    expect(levelOf('prometheusOperator')).toEqual(['restricted']);
    const observability = { metrics: { kind: 'operator', scraperNamespace: 'prometheus-operator' } };
    expect(levelOf('prometheusOperator', { observability })).toEqual(['privileged']);
  });

  it('stays the cluster’s own where its name server is: only the add-on is closed there', () => {
    const objects = objectsFor(settingsOf('metricsServer'));
    expect(levelOf('metricsServer')).toEqual([]);
    const closed = ofKind(objects, 'NetworkPolicy').filter(
      ({ metadata }) => metadata.namespace === 'kube-system',
    );
    expect(closed.length).toBeGreaterThan(3);
    for (const { spec } of closed)
      expect(spec.podSelector).toEqual({ matchLabels: { 'app.kubernetes.io/name': 'metrics-server' } });
  });

  it('has no fence where NetworkPolicies are switched off, and its level all the same', () => {
    const policies = { registries: ['ghcr.io'], networkPolicies: false };
    expect(ofKind(objectsFor(settingsOf('kyverno', { policies })), 'NetworkPolicy')).toEqual([]);
    expect(levelOf('kyverno', { policies })).toEqual(['restricted']);
  });
});

function isOf(pods: readonly string[], path: string): boolean {
  const [from = '', to = ''] = path.split(' ').filter((word) => word !== '→');
  return pods.includes(from) || pods.includes(to);
}
