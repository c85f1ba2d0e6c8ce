import { describe, expect, it } from 'vitest';
import { findingsAfter, remove } from '../testing/added-findings.ts';

describe('namespaceSecurity finds', () => {
  const OPEN =
    'namespaceSecurity: Namespace finance: no NetworkPolicy denies everything in it that no other one allows';

  it('a namespace that is not closed', () => {
    expect(findingsAfter('prod', (_get, objects) => remove(objects, 'NetworkPolicy', 'deny-all'))).toEqual([
      OPEN,
    ]);
  });

  it.each([
    ['for some pods only', { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } } }],
    ['in one direction', { policyTypes: ['Ingress'] }],
    ['and lets something in', { ingress: [{}] }],
  ])('one that is closed %s', (_what, change) => {
    const found = findingsAfter('prod', (get) =>
      Object.assign(get('NetworkPolicy', 'deny-all')['spec'], change),
    );
    expect(found).toEqual([OPEN]);
  });

  it('a second namespace that nobody fenced, and that enforces nothing', () => {
    const found = findingsAfter('dev', (_get, objects) => {
      objects.push({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } });
    });
    expect(found).toEqual([
      'namespaceSecurity: Namespace other: enforces no Pod Security Standard',
      'namespaceSecurity: Namespace other: does not pin the version of its Pod Security Standard',
      OPEN.replace('finance', 'other'),
    ]);
  });
});
