import { describe, expect, it } from 'vitest';
import type { KubeObject } from './object.ts';
import { finder, type Reference, references } from './references.ts';

/** Formats references: `Kind name[key] at path`, with the group and namespace if any, and `?` if optional. */
function told(object: KubeObject): string[] {
  return references(object).map(({ group, kind, namespace, name, key, path, optional }: Reference) => {
    const where = namespace === undefined ? '' : `${namespace}/`;
    return `${group && `${group}/`}${kind} ${where}${name}${key ? `[${key}]` : ''} at ${path}${optional ? '?' : ''}`;
  });
}

function made(apiVersion: string, kind: string, rest: object, namespace: string | null = 'shop'): KubeObject {
  return { apiVersion, kind, metadata: { name: 'it', ...(namespace !== null && { namespace }) }, ...rest };
}

const deployment = (spec: object) =>
  made('apps/v1', 'Deployment', { spec: { template: { spec: { containers: [], ...spec } } } });

describe('references', () => {
  it('names the namespace, and a Namespace does not name itself', () => {
    expect(told(made('v1', 'ConfigMap', {}))).toEqual(['Namespace shop at metadata.namespace']);
    expect(told(made('v1', 'ConfigMap', {}, 'kube-system'))).toEqual([
      'Namespace kube-system at metadata.namespace?', // every cluster has it
    ]);
    expect(told(made('v1', 'Namespace', {}, null))).toEqual([]);
    expect(told(made('v1', 'Namespace', {}, 'stamped'))).toEqual([]);
  });

  it('finds what a pod uses', () => {
    const container = {
      env: [
        { name: 'A', value: 'a' },
        { name: 'B', valueFrom: { secretKeyRef: { name: 'keys', key: 'b' } } },
        { name: 'C', valueFrom: { configMapKeyRef: { name: 'conf', key: 'c', optional: true } } },
        { name: 'D', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      ],
      envFrom: [{ configMapRef: { name: 'web' } }, { secretRef: { name: 'smtp', optional: true } }],
    };
    const object = deployment({
      serviceAccountName: 'web',
      priorityClassName: 'high',
      imagePullSecrets: [{ name: 'pull' }],
      initContainers: [{ envFrom: [{ configMapRef: { name: 'first' } }] }],
      containers: [container],
      volumes: [
        { name: 'tmp', emptyDir: {} },
        { name: 'conf', configMap: { name: 'files' } },
        { name: 'keys', secret: { secretName: 'files', items: [{ key: 'one' }, { key: 'two' }] } },
        { name: 'data', persistentVolumeClaim: { claimName: 'uploads' } },
        {
          name: 'all',
          projected: {
            sources: [{ secret: { name: 'p' } }, { configMap: { name: 'q' } }, { downwardAPI: {} }],
          },
        },
      ],
    });
    const spec = 'spec.template.spec';
    expect(told(object).slice(1)).toEqual([
      `ServiceAccount shop/web at ${spec}.serviceAccountName`,
      `scheduling.k8s.io/PriorityClass high at ${spec}.priorityClassName?`,
      `Secret shop/pull at ${spec}.imagePullSecrets[0]`,
      `ConfigMap shop/files at ${spec}.volumes[1].configMap`,
      `Secret shop/files[one] at ${spec}.volumes[2].secret`,
      `Secret shop/files[two] at ${spec}.volumes[2].secret`,
      `PersistentVolumeClaim shop/uploads at ${spec}.volumes[3].persistentVolumeClaim`,
      `Secret shop/p at ${spec}.volumes[4].projected.sources[0].secret`,
      `ConfigMap shop/q at ${spec}.volumes[4].projected.sources[1].configMap`,
      `ConfigMap shop/first at ${spec}.initContainers[0].envFrom[0].configMapRef`,
      `Secret shop/keys[b] at ${spec}.containers[0].env[1].valueFrom.secretKeyRef`,
      `ConfigMap shop/conf[c] at ${spec}.containers[0].env[2].valueFrom.configMapKeyRef?`,
      `ConfigMap shop/web at ${spec}.containers[0].envFrom[0].configMapRef`,
      `Secret shop/smtp at ${spec}.containers[0].envFrom[1].secretRef?`,
    ]);
  });

  it('looks into Pods and CronJobs too', () => {
    const spec = { containers: [], serviceAccountName: 'a' };
    expect(told(made('v1', 'Pod', { spec }))).toContain('ServiceAccount shop/a at spec.serviceAccountName');
    expect(
      told(made('batch/v1', 'CronJob', { spec: { jobTemplate: { spec: { template: { spec } } } } })),
    ).toContain('ServiceAccount shop/a at spec.jobTemplate.spec.template.spec.serviceAccountName');
  });

  it('leaves out the account that every namespace has', () => {
    expect(told(deployment({ serviceAccountName: 'default' }))).toHaveLength(1);
  });

  it.each<[string, KubeObject, string[]]>([
    [
      'StatefulSet',
      made('apps/v1', 'StatefulSet', {
        spec: {
          serviceName: 'db',
          template: { spec: { containers: [] } },
          volumeClaimTemplates: [{ spec: { storageClassName: 'gp3' } }],
        },
      }),
      [
        'Service shop/db at spec.serviceName',
        'storage.k8s.io/StorageClass gp3 at spec.volumeClaimTemplates[0].spec.storageClassName?',
      ],
    ],
    [
      'PersistentVolumeClaim',
      made('v1', 'PersistentVolumeClaim', { spec: { storageClassName: 'efs' } }),
      ['storage.k8s.io/StorageClass efs at spec.storageClassName?'],
    ],
    [
      'Ingress',
      made('networking.k8s.io/v1', 'Ingress', {
        spec: {
          ingressClassName: 'traefik',
          tls: [{ hosts: ['a'], secretName: 'cert' }],
          rules: [{ http: { paths: [{ backend: { service: { name: 'web' } } }] } }, { host: 'b' }],
        },
      }),
      [
        'networking.k8s.io/IngressClass traefik at spec.ingressClassName?',
        'Secret shop/cert at spec.tls[0]?',
        'Service shop/web at spec.rules[0].http.paths[0].backend.service',
      ],
    ],
    [
      'HorizontalPodAutoscaler',
      made('autoscaling/v2', 'HorizontalPodAutoscaler', {
        spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
      }),
      ['apps/Deployment shop/web at spec.scaleTargetRef'],
    ],
    [
      'RoleBinding',
      made('rbac.authorization.k8s.io/v1', 'RoleBinding', {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
        subjects: [
          { kind: 'ServiceAccount', name: 'ci', namespace: 'build' },
          { kind: 'Group', name: 'devs' },
        ],
      }),
      ['rbac.authorization.k8s.io/ClusterRole view at roleRef', 'ServiceAccount build/ci at subjects[0]'],
    ],
    [
      'HTTPRoute',
      made('gateway.networking.k8s.io/v1', 'HTTPRoute', {
        spec: {
          parentRefs: [{ name: 'edge', namespace: 'infra' }],
          rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
        },
      }),
      [
        'apiextensions.k8s.io/CustomResourceDefinition HTTPRoute.gateway.networking.k8s.io at apiVersion?',
        'gateway.networking.k8s.io/Gateway infra/edge at spec.parentRefs[0]?',
        'Service shop/web at spec.rules[0].backendRefs[0]',
      ],
    ],
    [
      'webhook',
      made(
        'admissionregistration.k8s.io/v1',
        'ValidatingWebhookConfiguration',
        {
          webhooks: [{ clientConfig: { service: { name: 'hook', namespace: 'shop' } } }],
        },
        null,
      ),
      ['Service shop/hook at webhooks[0].clientConfig.service'],
    ],
  ])('finds what a %s names', (_kind, object, expected) => {
    expect(told(object).filter((line) => !line.startsWith('Namespace'))).toEqual(expected);
  });
});

describe('finder', () => {
  const web = made('apps/v1', 'Deployment', {});
  const crd = made(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    {
      spec: { group: 'acme.dev', names: { kind: 'Widget', plural: 'widgets' } },
    },
    null,
  );
  const find = finder([web, crd, made('v1', 'Namespace', {}, null)]);

  it('matches group, kind, namespace and name', () => {
    const at = { path: 'x', kind: 'Deployment', name: 'it', group: 'apps', namespace: 'shop' };
    expect(find(at)).toBe(web);
    expect(find({ ...at, namespace: 'other' })).toBeUndefined();
    expect(find({ ...at, group: 'acme.dev' })).toBeUndefined();
    expect(find({ ...at, name: 'that' })).toBeUndefined();
  });

  it('finds the definition of a custom resource by group and kind', () => {
    const [, definition] = references(made('acme.dev/v1', 'Widget', {}));
    expect(definition && find(definition)).toBe(crd);
  });
});
