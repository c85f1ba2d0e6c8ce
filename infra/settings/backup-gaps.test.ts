import { expect, it } from 'vitest';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { EncryptedValue } from './redacted-encrypted-value.ts';
import { warningsOf } from './warnings.ts';

const objectStore = { bucket: 'dumps', region: 'eu-central-1' };
const gaps = (groups: Record<string, unknown>) =>
  warningsOf(
    settingsWith({
      observability: { metrics: { kind: 'none' } },
      uploads: { storageClass: 'efs' },
      ...groups,
    }),
  ).map((gap) => gap.split(' ')[0]);

it.each([
  'statefulset',
  'cloudnative-pg',
])('a database of mode %s is told of until it is backed up elsewhere', (mode) => {
  const database = { mode };
  expect(gaps({ database })).toEqual(['backup.objectStore']);
  expect(gaps({ database, backup: { enabled: false, objectStore } })).toEqual(['backup.enabled']);
  expect(gaps({ database, backup: { objectStore } })).toEqual([]);
  expect(gaps({ database, backup: { objectStore: { kind: 'inside' } } })).toEqual([
    'backup.objectStore.kind',
  ]);
  expect(gaps({ database: { mode, protect: false } })).toEqual([]);
});

it("a database elsewhere is its owner's to back up", () => {
  const owner = { databaseOwnerUser: EncryptedValue.of('a'), databaseOwnerPassword: EncryptedValue.of('b') };
  expect(gaps({ database: { mode: 'external', host: 'db.example.org' }, secrets: owner })).toEqual([]);
});
