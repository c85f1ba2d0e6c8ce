import { expect, it } from 'vitest';
import { Quota } from './quota.ts';
import { synthesized } from './testing/synthesized.ts';

const { one } = synthesized((chart) => {
  new Quota(chart, 'quota', { cpu: '10', memory: '12Gi', pods: 30, storage: '50Gi' });
});

it('limits what the namespace uses altogether', () => {
  expect(one('ResourceQuota').spec.hard).toEqual({
    'limits.cpu': '10',
    'limits.memory': '12Gi',
    'requests.storage': '50Gi',
    pods: 30,
  });
});

it('gives containers that ask for nothing requests and limits, or the quota would refuse them', () => {
  const [limit] = one('LimitRange').spec.limits;
  expect(limit).toMatchObject({
    type: 'Container',
    default: { cpu: '250m' },
    defaultRequest: { memory: '64Mi' },
  });
});
