import { expect, it } from 'vitest';
import { recordEks } from '../testing/record-eks.ts';
import { CA, everything, onEks, withBackups, withBuckets } from '../testing/settings.ts';
import { findingsOf } from './findings.ts';

const VARIANTS = {
  'the smallest': () => onEks(),
  'one with a database of RDS, a load balancer and access entries': everything,
  'one with a copy of its database that serves reads': () =>
    onEks({}, { database: { mode: 'rds', tls: { ca: CA }, readReplica: true } }),
  'one with backups in a bucket': () => withBackups(),
  'one whose logs and copies go to buckets': withBuckets,
  'one that some may reach from outside': () => onEks({ publicAccess: ['203.0.113.0/24'] }),
  'one with one way out, and without a log of it': () =>
    onEks({ network: { natGateways: 'one', flowLogs: false } }),
  'one of Auto Mode': () => onEks({ nodes: { kind: 'auto' } }),
  'one of ARM': () => onEks({ nodes: { architecture: 'arm64' } }),
  'one that takes its secrets from AWS': () =>
    onEks(
      {},
      { secrets: { source: { kind: 'external-secrets', region: 'eu-central-1', prefix: 'finance/prod' } } },
    ),
};

it.each(Object.entries(VARIANTS))('nothing is wrong with %s', async (_what, settings) => {
  const { recorded } = await recordEks(settings());
  expect(recorded.length).toBeGreaterThan(50);
  expect(findingsOf(recorded)).toEqual([]);
});
