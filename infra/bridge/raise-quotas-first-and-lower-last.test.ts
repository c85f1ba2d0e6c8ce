import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../manifests/object.ts';
import type { AnyObject } from './api/read-and-write-objects.ts';
import { plan } from './plan-objects.ts';
import { raisesOf, secondsToLeave, untilItFits } from './raise-quotas-first-and-lower-last.ts';
import { maker } from './testing/sample-app.ts';

const MANAGER = 'pulumi-kubernetes-1f2e';

/** A live quota, as the API server returns one that the provider applied. */
const live = (hard: object, used: object = {}, manager = { manager: MANAGER, operation: 'Apply' }) => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: {
    name: 'quota',
    namespace: 'shop',
    uid: '1',
    resourceVersion: '7',
    labels: { app: 'shop' },
    managedFields: [
      { manager: 'kube-controller-manager', operation: 'Update', fieldsV1: { 'f:status': {} } },
      { ...manager, fieldsV1: { 'f:spec': { 'f:hard': {} } } },
    ],
  },
  spec: { hard },
  status: { used },
});

const raises = (wanted: object, found: AnyObject | undefined) =>
  raisesOf({ objects: [{ manifest: quota(wanted) }] }, { read: async () => found });

describe('a quota that is to change', () => {
  it('grows before, in the name of who applied it, and leaves what becomes less for the end', async () => {
    const before = live({ pods: '12', 'limits.cpu': '8', 'limits.memory': '4Gi', services: '3' });
    const [found] = await raises({ pods: '30', 'limits.cpu': '4500m', 'limits.memory': '4096Mi' }, before);
    expect(found).toEqual({
      by: { manager: MANAGER, operation: 'Apply' },
      says: 'ResourceQuota shop/quota grows before what it counts: pods from 12 to 30, services from 3 to any',
      raised: {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'quota', namespace: 'shop', labels: { app: 'shop' } },
        spec: { hard: { pods: '30', 'limits.cpu': '8', 'limits.memory': '4Gi' } },
      },
    });
  });

  it.each([
    ['becomes less in everything', { pods: '11' }, live({ pods: '12' })],
    ['limits more than before', { pods: '12', services: '3' }, live({ pods: '12' })],
    ['is not there yet', { pods: '12' }, undefined],
    [
      'somebody else made',
      { pods: '12' },
      live({ pods: '1' }, {}, { manager: 'kubectl', operation: 'Update' }),
    ],
  ])('waits for its turn where it %s', async (_what, wanted, found) => {
    expect(await raises(wanted, found)).toEqual([]);
  });

  it('shrinks when what it counts has left', async () => {
    const used = [{ pods: '5' }, { pods: '4' }, { pods: '4' }, { pods: '3' }];
    const said: string[] = [];
    const reads = async () => live({ pods: '9' }, used.shift() ?? {});
    expect(await untilItFits(quota({ pods: '3' }), { read: reads }, 60, (what) => said.push(what))).toBe(
      undefined,
    );
    expect(said).toEqual(['waits until less is used: 5 of 3 pods', 'waits until less is used: 4 of 3 pods']);
    expect(used).toEqual([]);
  });

  it('shrinks also where that does not leave, and says so', async () => {
    const read = async () => live({ 'limits.memory': '4Gi' }, { 'limits.memory': '3Gi' });
    expect(await untilItFits(quota({ 'limits.memory': '2Gi' }), { read }, 0, () => {})).toBe(
      '3Gi of 2Gi limits.memory',
    );
  });

  it('gives pods the longest grace that one of its namespace has', () => {
    const app = new App();
    const chart = new Chart(app, 'shop');
    for (const [id, namespace, seconds] of [
      ['web', 'shop', 310],
      ['other', 'elsewhere', 900],
    ] as const) {
      const template = { spec: { terminationGracePeriodSeconds: seconds, containers: [] } };
      maker(chart, namespace)(id, 'apps/v1', 'Deployment', { spec: { template } });
    }
    expect(secondsToLeave(plan(app), 'shop')).toBe(370);
  });
});

function quota(hard: object): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'quota', namespace: 'shop' },
    spec: { hard },
  };
}
