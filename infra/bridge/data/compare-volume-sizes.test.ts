import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../manifests/object.ts';
import type { Claim } from '../ready/verdict-fact-types.ts';
import { hasSizes, sizesOf } from './compare-volume-sizes.ts';

const CLASSES = [
  { kind: 'StorageClass', metadata: { name: 'grows' }, allowVolumeExpansion: true },
  { kind: 'StorageClass', metadata: { name: 'fixed' } },
];

describe('the claims of a StatefulSet', () => {
  it('grow to the size that it has now, each of them', () => {
    expect(sizes('20Gi', [claim('data-store-0', '10Gi'), claim('data-store-1', '10Gi')]).growths).toEqual([
      { namespace: 'shop', claim: 'data-store-0', from: '10Gi', to: '20Gi' },
      { namespace: 'shop', claim: 'data-store-1', from: '10Gi', to: '20Gi' },
    ]);
  });

  it.each(['10Gi', '10240Mi'])('stay as they are when it has the same size, written as %s', (size) => {
    expect(sizes(size, [claim('data-store-0', '10Gi')])).toEqual({ growths: [], refusals: [] });
  });

  it('are not those of others whose names look alike', () => {
    const others = ['data-store-0-old', 'data-store', 'data-store-2-0', 'more-data-store-0', 'data-stores-0'];
    expect(
      sizes(
        '20Gi',
        others.map((name) => claim(name, '10Gi')),
      ).growths,
    ).toEqual([]);
  });

  it('never shrink', () => {
    expect(sizes('5Gi', [claim('data-store-0', '10Gi')])).toEqual({
      growths: [],
      refusals: [
        'StatefulSet shop/store: claim data-store-0 has 10Gi, which cannot become less: ask for 10Gi or more',
      ],
    });
  });

  it('do not grow where their class does not allow it', () => {
    expect(sizes('20Gi', [claim('data-store-0', '10Gi', 'fixed')])).toEqual({
      growths: [],
      refusals: [
        'StatefulSet shop/store: claim data-store-0 cannot grow from 10Gi to 20Gi: ' +
          'its storage class "fixed" does not allow it (allowVolumeExpansion)',
      ],
    });
  });
});

it('a claim of the program is held to the same', () => {
  const object = { ...claim('uploads', '5Gi'), apiVersion: 'v1' } as KubeObject;
  expect(sizesOf(object, [claim('uploads', '10Gi')], CLASSES).refusals).toHaveLength(1);
});

describe('the claims of servers of CloudNativePG', () => {
  const claims = ['postgres-1', 'postgres-12', 'postgres-1-wal'].map((name) => claim(name, '10Gi'));
  const others = ['postgres-1-old', 'postgres-ro', 'data-postgres-0'].map((name) => claim(name, '1Ti'));
  const sizesOfServers = (storage: object, walStorage?: object) =>
    sizesOf(
      {
        apiVersion: 'postgresql.cnpg.io/v1',
        kind: 'Cluster',
        metadata: { name: 'postgres', namespace: 'shop' },
        spec: { storage, ...(walStorage && { walStorage }) },
      },
      [...claims, ...others],
      CLASSES,
    );

  it('grow, those of the log by a size of their own', () => {
    const { growths, refusals } = sizesOfServers({ size: '20Gi' }, { size: '15Gi' });
    expect(growths.map(({ claim: name, to }) => [name, to])).toEqual([
      ['postgres-1', '20Gi'],
      ['postgres-12', '20Gi'],
      ['postgres-1-wal', '15Gi'],
    ]);
    expect(refusals).toEqual([]);
  });

  it('never shrink', () => {
    const { refusals } = sizesOfServers({ size: '5Gi' });
    expect(refusals).toHaveLength(2);
    expect(refusals[0]).toContain(
      'Cluster shop/postgres: claim postgres-1 has 10Gi, which cannot become less',
    );
  });
});

it('nothing else has a size', () => {
  const metadata = { name: 'web' };
  expect(hasSizes({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: {} })).toBe(false);
  expect(hasSizes({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec: {} })).toBe(false);
});

function sizes(size: string, claims: readonly Claim[]) {
  const spec = { resources: { requests: { storage: size } } };
  const store = {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'store', namespace: 'shop' },
    spec: { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec }] },
  };
  return sizesOf(store, claims, CLASSES);
}

function claim(name: string, storage: string, storageClassName = 'grows'): Claim {
  return {
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace: 'shop' },
    spec: { storageClassName, resources: { requests: { storage } } },
  };
}
