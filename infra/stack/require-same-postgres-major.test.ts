import { expect, it } from 'vitest';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../workloads/platform.ts';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { otherPostgres } from './require-same-postgres-major.ts';

const objects = (postgres: string, mode = 'statefulset') =>
  objectsIn(platform(settingsWith({ images: { postgres }, database: { mode } })).app);

it.each([
  [
    'postgres:19',
    /^StatefulSet finance\/postgres has data of Postgres 18, which Postgres 19 cannot read .*, or upgrade its data: npm run upgrade-postgres -- --stack prod$/,
  ],
  ['mirror.local/postgres:17.6', /which Postgres 17 cannot read .* let images\.postgres name a 18 again$/],
])('refuses %s on data of 18', (image, text) => {
  expect(otherPostgres(objects('postgres:18.4'), objects(image), 'prod')).toEqual([
    expect.stringMatching(text),
  ]);
});

it('takes another minor version, and what says no version', () => {
  for (const image of ['postgres:18.5', `acme/postgres@sha256:${'0'.repeat(64)}`])
    expect(otherPostgres(objects('postgres:18.4'), objects(image), 'prod')).toEqual([]);
  expect(otherPostgres([], objects('postgres:18.4'), 'prod')).toEqual([]);
});

it('takes the version whose data was carried, and no other', () => {
  expect(otherPostgres(objects('postgres:18.4'), objects('postgres:19.1'), 'prod', 19)).toEqual([]);
  expect(otherPostgres(objects('postgres:18.4'), objects('postgres:20.1'), 'prod', 19)).toHaveLength(1);
});

it('leaves a newer version to CloudNativePG, which carries data there, and refuses an older one', () => {
  const there = objects('ghcr.io/cloudnative-pg/postgresql:18.1', 'cloudnative-pg');
  const at = (tag: string) => objects(`ghcr.io/cloudnative-pg/postgresql:${tag}`, 'cloudnative-pg');
  expect(otherPostgres(there, at('19.0'), 'prod')).toEqual([]);
  expect(otherPostgres(there, at('17.6'), 'prod')).toEqual([
    expect.stringContaining('Cluster finance/postgres'),
  ]);
});
