import { describe, expect, it } from 'vitest';
import { foreign, namespacesToCreate } from './refuse-to-create-existing-namespaces.ts';

const namespace = (name: string, more = {}) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, ...more },
});
const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shop', namespace: 'shop' } };

describe('a namespace', () => {
  it('is to be created where the stack has none of its name', () => {
    const wanted = [namespace('shop'), namespace('extra'), map];
    expect(namespacesToCreate(wanted, [namespace('shop'), map])).toEqual([namespace('extra')]);
  });

  it('is of somebody else where the cluster has it, unless it is leaving', () => {
    const leaving = namespace('leaving', { deletionTimestamp: '2026-01-31T09:00:00Z' });
    expect(foreign([namespace('shop'), undefined, leaving])).toEqual(['Namespace shop']);
  });
});
