import { expect, it } from 'vitest';
import { check } from '../../manifests/check.ts';
import { addOnsOf } from '../add-ons/add-ons.ts';
import { objectsIn } from '../defaults/objects-in-scope.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/smallest-settings.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

it('is asked each day for our objects, of every namespace and of none, kept as long as dumps are', () => {
  const backup = { velero: { namespace: 'safe' }, retentionDays: 7 };
  const objects = objectsIn(platform(settingsWith({ namespace: 'money', backup })).app);
  const schedule = objects.find(({ kind }) => kind === 'Schedule');
  expect(schedule).toMatchObject({
    apiVersion: 'velero.io/v1',
    metadata: { name: 'money', namespace: 'safe' },
    spec: {
      schedule: '0 1 * * *',
      template: {
        includedNamespaces: ['money', 'monitoring'],
        includeClusterResources: true,
        labelSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'finance-platform' } },
        snapshotVolumes: false,
        defaultVolumesToFsBackup: false,
        ttl: '168h0m0s',
      },
    },
  });
  expect(check(objects)).toEqual([]);
});

it('copies the receipts, by an add-on that reads the files of any volume, and no files of a database', () => {
  const settings = settingsWith({
    backup: { velero: {} },
    addOns: { velero: { repository: 'https://c.example.org' } },
  });
  const volumes = objectsIn(platform(settings).app).flatMap(({ kind, ...object }) => {
    const { template } = (object as Loose)['spec'] ?? {};
    const named = template?.metadata?.annotations?.['backup.velero.io/backup-volumes'];
    if (named === undefined) return [];
    expect(template.metadata.labels).toMatchObject({ 'app.kubernetes.io/part-of': 'finance-platform' });
    const volume = template.spec.volumes.find(({ name }: Loose) => name === named);
    return [`${kind}: ${volume.persistentVolumeClaim.claimName}`];
  });
  expect(volumes).toEqual(['Deployment: uploads']);
  expect(addOnsOf(settings)[0]?.values).toMatchObject({ deployNodeAgent: true });
});

it('finds every object of ours by the label', () => {
  const objects = objectsIn(platform(settingsWith({ backup: { velero: {} } })).app);
  const without = objects.filter(
    ({ metadata }) => metadata.labels?.['app.kubernetes.io/part-of'] !== 'finance-platform',
  );
  expect(without).toEqual([]);
});

it('is asked for nothing unless the settings say so', () => {
  const kinds = objectsIn(platform(settingsWith()).app).map(({ kind }) => kind);
  expect(kinds).toContain('CronJob');
  expect(kinds).not.toContain('Schedule');
});
