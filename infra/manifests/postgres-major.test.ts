import { expect, it } from 'vitest';
import { postgresMajor } from './postgres-major.ts';

const set = (image: string, kind = 'StatefulSet') => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'postgres' },
  spec: {
    template: {
      spec: {
        containers: [
          { name: 'metrics', image: 'x:9' },
          { name: 'postgres', image },
        ],
      },
    },
  },
});

it.each([
  ['postgres:18.4', 18],
  ['mirror.local:5000/library/postgres:17-bookworm@sha256:0', 17],
  ['ghcr.io/cloudnative-pg/postgresql:18.1-minimal-trixie', 18],
  ['acme/postgres@sha256:0', undefined],
  ['acme:5000/postgres', undefined],
  ['acme/postgres:stable', undefined],
])('reads the version of %s', (image, major) => {
  expect(postgresMajor(set(image))).toBe(major);
  const spec = { imageName: image };
  expect(
    postgresMajor({ apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata: { name: 'a' }, spec }),
  ).toBe(major);
  expect(postgresMajor(set(image, 'Deployment'))).toBeUndefined(); // a Deployment keeps no data
});
