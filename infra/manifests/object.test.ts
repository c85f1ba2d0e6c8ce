import { describe, expect, it } from 'vitest';
import { address, groupOf, isClusterScoped, type KubeObject, podTemplate } from './object.ts';

const pod = { spec: { containers: [] } };

describe('address', () => {
  it('names kind, namespace and name', () => {
    expect(
      address({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'finance' } }),
    ).toBe('Service finance/web');
    expect(address({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'finance' } })).toBe(
      'Namespace finance',
    );
  });
});

describe('groupOf', () => {
  it.each([
    ['v1', ''],
    ['apps/v1', 'apps'],
    ['networking.k8s.io/v1', 'networking.k8s.io'],
  ])('%s', (apiVersion, group) => {
    expect(groupOf({ apiVersion })).toBe(group);
  });
});

describe('isClusterScoped', () => {
  it.each(['Namespace', 'ClusterRole', 'StorageClass', 'CustomResourceDefinition'])('%s is', (kind) => {
    expect(isClusterScoped(kind)).toBe(true);
  });
  it.each(['Service', 'Role', 'PersistentVolumeClaim', 'Widget'])('%s is not', (kind) => {
    expect(isClusterScoped(kind)).toBe(false);
  });
});

describe('podTemplate', () => {
  const made = (kind: string, rest: object): KubeObject => ({
    apiVersion: 'v1',
    kind,
    metadata: { name: 'a' },
    ...rest,
  });

  it.each(['Deployment', 'StatefulSet', 'DaemonSet', 'Job'])('of a %s', (kind) => {
    expect(podTemplate(made(kind, { spec: { template: pod } }))).toBe(pod);
  });

  it('of a CronJob lies deeper, a Pod is its own', () => {
    expect(podTemplate(made('CronJob', { spec: { jobTemplate: { spec: { template: pod } } } }))).toBe(pod);
    expect(podTemplate(made('Pod', pod))).toMatchObject(pod);
  });

  it('is missing where no pod is made', () => {
    expect(podTemplate(made('PodTemplateThing', { spec: { template: pod } }))).toBeUndefined();
  });
});
