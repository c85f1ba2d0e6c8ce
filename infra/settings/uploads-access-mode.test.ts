import { describe, expect, it } from 'vitest';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { accessModeOf, uploadsWarnings } from './uploads-access-mode.ts';

const EKS = { provider: 'eks', region: 'eu-central-1', account: '111122223333' };
const K3S = { provider: 'k3s', version: 'v1.36.0+k3s1', hosts: 'k3s-hosts' };
const settings = (cluster: object, uploads: object) => {
  const { cluster: there } = settingsWith();
  const given = settingsWith({ uploads });
  return { uploads: given.uploads, cluster: { ...there, ...cluster } as typeof there };
};

describe('the volume of receipts', () => {
  it.each([
    ['one node of a cluster that is there', {}, {}, 'ReadWriteOnce'],
    ['one node of k3s', K3S, {}, 'ReadWriteOnce'],
    ['one node by its class', K3S, { storageClass: 'local-path' }, 'ReadWriteOnce'],
    ['one node by the class that keeps its volumes', K3S, { storageClass: 'kept' }, 'ReadWriteOnce'],
    ['many where a class is named', {}, { storageClass: 'nfs' }, 'ReadWriteMany'],
    ['many of EKS', EKS, { storageClass: 'efs' }, 'ReadWriteMany'],
    ['what somebody says', {}, { accessMode: 'ReadWriteMany' }, 'ReadWriteMany'],
  ])('is for %s', (_what, cluster, uploads, mode) => {
    expect(accessModeOf(settings(cluster, uploads))).toBe(mode);
  });

  it('on one node is told of', () => {
    expect(uploadsWarnings(settings({}, { accessMode: 'ReadWriteOnce' }))).toEqual([
      expect.stringContaining('all pods of the app live on one node'),
    ]);
    expect(uploadsWarnings(settings({}, { kind: 'volume' }))).toHaveLength(1);
    expect(uploadsWarnings(settings({}, { storageClass: 'nfs' }))).toEqual([]);
  });

  it('is nothing to tell of where receipts are in the database', () => {
    expect(uploadsWarnings(settings({}, {}))).toEqual([]);
    expect(uploadsWarnings(settings({ ...K3S, builtIn: { localPath: true } }, {}))).toEqual([]);
  });

  it('that k3s cannot make by default is told of', () => {
    const many = { accessMode: 'ReadWriteMany' };
    const builtIn = { localPath: true };
    expect(uploadsWarnings(settings({ ...K3S, builtIn }, many))).toEqual([
      expect.stringContaining('local-path'),
    ]);
    expect(uploadsWarnings(settings({ ...K3S, builtIn: { localPath: false } }, many))).toEqual([]);
    expect(uploadsWarnings(settings({}, many))).toEqual([]);
  });
});
