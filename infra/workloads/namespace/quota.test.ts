import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../manifests/object.ts';
import { quantity } from '../../manifests/quantity.ts';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import { Quota, type QuotaProps } from './quota.ts';

const objects: KubeObject[] = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'finance' },
    spec: {
      replicas: 3,
      strategy: { rollingUpdate: { maxSurge: 1 } },
      template: {
        spec: { containers: [{ name: 'web', resources: { limits: { cpu: '500m', memory: '512Mi' } } }] },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'uploads', namespace: 'finance' },
    spec: { resources: { requests: { storage: '5Gi' } } },
  },
];

const quotaOf = (props: Omit<QuotaProps, 'objects'>) =>
  synthesizeChart((chart) => {
    new Quota(chart, 'quota', { objects, ...props });
  });

describe('the quota of a namespace', () => {
  it('is what its pods need in a rollout at full scale, and a quarter more; claims get just what they ask for', () => {
    expect(quotaOf({}).one('ResourceQuota').spec.hard).toEqual({
      'limits.cpu': '5', // seven pods of half a core: three, the surge, and three terminating
      'limits.memory': '4481Mi',
      pods: '9',
      'requests.storage': '5Gi',
    });
  });

  it('has room for what claims ask for in other units', () => {
    const claim = objects[1] as KubeObject;
    const inThousands = { ...claim, spec: { resources: { requests: { storage: '5G' } } } };
    const quota = synthesizeChart((chart) => {
      new Quota(chart, 'quota', { objects: [inThousands] });
    });
    const storage = quota.one('ResourceQuota').spec.hard['requests.storage'];
    expect(storage).toBe('4769Mi');
    expect(quantity(storage)).toBeGreaterThanOrEqual(quantity('5G'));
  });

  it('is what the settings say', () => {
    const settings = { cpu: '10', memory: '12Gi', pods: 30, storage: '50Gi' };
    expect(quotaOf(settings).one('ResourceQuota').spec.hard).toEqual({
      'limits.cpu': '10',
      'limits.memory': '12Gi',
      'requests.storage': '50Gi',
      pods: '30',
    });
  });

  it.each([
    [
      { cpu: '3499m' },
      'quota.cpu: must be at least 3.5, the sum of what the other settings ask for; got 3499m',
    ],
    [{ memory: '3583Mi' }, 'quota.memory: must be at least 3584Mi'],
    [{ pods: 6 }, 'quota.pods: must be at least 7'],
    [{ storage: '4Gi' }, 'quota.storage: must be at least 5120Mi'],
  ])('refuses one without room for all of them: %j', (settings, message) => {
    expect(() => quotaOf(settings)).toThrow(message);
  });

  it('gives containers that ask for nothing requests and limits, or the quota would refuse them', () => {
    const [limit] = quotaOf({}).one('LimitRange').spec.limits;
    expect(limit).toMatchObject({
      type: 'Container',
      default: { cpu: '250m' },
      defaultRequest: { memory: '64Mi' },
    });
  });
});
