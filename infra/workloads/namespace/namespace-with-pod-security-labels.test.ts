import { expect, it } from 'vitest';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import { Namespace } from './namespace-with-pod-security-labels.ts';

it('enforces, audits and warns by a pinned version of the standard', () => {
  const { one } = synthesizeChart((chart) => {
    new Namespace(chart, 'namespace', {
      name: 'finance',
      podSecurity: 'restricted',
      podSecurityVersion: 'v1.36',
    });
  });
  expect(one('Namespace').metadata.labels).toEqual({
    'pod-security.kubernetes.io/enforce': 'restricted',
    'pod-security.kubernetes.io/enforce-version': 'v1.36',
    'pod-security.kubernetes.io/audit': 'restricted',
    'pod-security.kubernetes.io/audit-version': 'v1.36',
    'pod-security.kubernetes.io/warn': 'restricted',
    'pod-security.kubernetes.io/warn-version': 'v1.36',
  });
});
