import { describe, expect, it } from 'vitest';
import { findingsAfter } from '../testing/added-findings.ts';

describe('uniqueNames finds', () => {
  it('the same object twice', () => {
    const found = findingsAfter('dev', (get, objects) => {
      objects.push(structuredClone(get('ConfigMap', 'postgres-init')) as never);
    });
    expect(found).toEqual(['uniqueNames: ConfigMap finance/postgres-init: is there twice']);
  });
});

describe('scopes finds', () => {
  it('a namespace on the Namespace itself', () => {
    const found = findingsAfter('dev', (get) => {
      get('Namespace', 'finance')['metadata'].namespace = 'finance';
    });
    expect(found).toContain('scopes: Namespace finance/finance: belongs to the cluster and has a namespace');
  });

  it('an object without one', () => {
    const found = findingsAfter('dev', (get) => {
      delete get('LimitRange', 'defaults')['metadata'].namespace;
    });
    expect(found).toEqual(['scopes: LimitRange defaults: has no namespace']);
  });
});
