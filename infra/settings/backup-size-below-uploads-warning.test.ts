import { expect, it } from 'vitest';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { backupRoom } from './backup-size-below-uploads-warning.ts';

const room = (uploads: object, backup: object) => backupRoom(settingsWith({ uploads, backup }));

it('for receipts of a volume is told of where dumps have less', () => {
  expect(room({ kind: 'volume', size: '10Gi' }, { size: '5Gi' })).toEqual([
    expect.stringMatching(/^backup\.size is 5Gi, and receipts may take 10Gi: /),
  ]);
  expect(room({ kind: 'volume', size: '5Gi' }, { size: '5Gi' })).toEqual([]);
});

it('for receipts is not asked of dumps that have them as rows, or are not made', () => {
  expect(room({ kind: 'database', size: '10Gi' }, { size: '5Gi' })).toEqual([]);
  expect(room({ kind: 'volume', size: '10Gi' }, { size: '5Gi', enabled: false })).toEqual([]);
});
