import { expect, it } from 'vitest';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { uploadsKindOf } from './uploads-in-database-or-volume.ts';

const EKS = { provider: 'eks', region: 'eu-central-1', account: '111122223333' };
const K3S = { provider: 'k3s', version: 'v1.36.0+k3s1', hosts: 'k3s-hosts' };

it.each([
  ['in the database of a cluster that is there', {}, {}, 'database'],
  ['in the database on k3s', K3S, {}, 'database'],
  ['in the database, whatever the size of a volume would be', {}, { size: '1Gi' }, 'database'],
  ['on a volume by its class', {}, { storageClass: 'nfs' }, 'volume'],
  ['on a volume by its access mode', K3S, { accessMode: 'ReadWriteOnce' }, 'volume'],
  ['on a volume of EKS', EKS, {}, 'volume'],
  ['where somebody says, on a volume', {}, { kind: 'volume' }, 'volume'],
  ['where somebody says, in the database of EKS', EKS, { kind: 'database' }, 'database'],
])('receipts are %s', (_what, cluster, uploads, kind) => {
  const { cluster: there } = settingsWith();
  const { uploads: given } = settingsWith({ uploads });
  expect(uploadsKindOf({ uploads: given, cluster: { ...there, ...cluster } as typeof there })).toBe(kind);
});
