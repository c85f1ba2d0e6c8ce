import { expect, it } from 'vitest';
import { check } from '../../manifests/check.ts';
import { objectsIn } from '../house/objects-in.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings.ts';

it('is asked for a copy of the namespace each day, kept as long as dumps are', () => {
  const backup = { velero: { namespace: 'safe' }, retentionDays: 7 };
  const objects = objectsIn(platform(settingsWith({ namespace: 'money', backup })).app);
  const schedule = objects.find(({ kind }) => kind === 'Schedule');
  expect(schedule).toMatchObject({
    apiVersion: 'velero.io/v1',
    metadata: { name: 'money', namespace: 'safe' },
    spec: {
      schedule: '0 1 * * *',
      template: { includedNamespaces: ['money'], snapshotVolumes: true, ttl: '168h0m0s' },
    },
  });
  expect(check(objects)).toEqual([]);
});

it('is asked for nothing unless the settings say so', () => {
  const kinds = objectsIn(platform(settingsWith()).app).map(({ kind }) => kind);
  expect(kinds).toContain('CronJob');
  expect(kinds).not.toContain('Schedule');
});
