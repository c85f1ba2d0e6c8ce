import { expect, it } from 'vitest';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { keptAccessMode } from './preserve-uploads-access-mode.ts';

const claim = (mode: string, name = 'uploads', namespace = 'finance') => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace },
  spec: { accessModes: [mode] },
});

it.each([
  ['what the stack has, where nobody says so', { kind: 'volume' }, [claim('ReadWriteMany')], 'ReadWriteMany'],
  ['nothing where that is the default', { kind: 'volume' }, [claim('ReadWriteOnce')], undefined],
  ['nothing where receipts are in the database', {}, [claim('ReadWriteMany')], undefined],
  ['nothing where somebody says so', { accessMode: 'ReadWriteOnce' }, [claim('ReadWriteMany')], undefined],
  ['nothing where a class says so', { storageClass: 'efs' }, [claim('ReadWriteMany')], undefined],
  [
    'what the stack has beside a class, too',
    { storageClass: 'gp3' },
    [claim('ReadWriteOnce')],
    'ReadWriteOnce',
  ],
  ['nothing before the first run', { kind: 'volume' }, [], undefined],
  [
    'nothing of other claims',
    { kind: 'volume' },
    [claim('ReadWriteMany', 'dumps'), claim('ReadWriteMany', 'uploads', 'x')],
    undefined,
  ],
])('keeps %s', (_what, uploads, before, kept) => {
  expect(keptAccessMode(settingsWith({ uploads }), before)).toBe(kept);
});
