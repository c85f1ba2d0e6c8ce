import { describe, expect, it } from 'vitest';
import { check } from '../../manifests/check.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { addOnsOf } from '../add-ons/list-wanted-helm-releases.ts';
import { platform } from '../platform.ts';
import { findingsBeyondDev } from '../testing/added-findings.ts';
import { settingsWith } from '../testing/settings-with.ts';
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
  expect(findingsBeyondDev(objects)).toEqual([]);
});

it('copies the receipts, by an add-on that reads the files of any volume, and no files of a database', () => {
  const settings = settingsWith({
    uploads: { kind: 'volume' },
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

it('copies no volume where receipts are in the database', () => {
  const text = JSON.stringify(objectsIn(platform(settingsWith({ backup: { velero: {} } })).app));
  expect(text).not.toContain('backup.velero.io/backup-volumes');
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

describe('the location of a Velero of ours', () => {
  const addOns = { velero: { repository: 'https://c.example.org' } };
  const location = (backup: object, more: object = {}) => {
    const settings = settingsWith({ addOns, backup: { velero: {}, ...backup }, ...more });
    const objects: readonly Loose[] = objectsIn(platform(settings).app);
    expect(check(objects as never)).toEqual([]);
    return {
      spec: objects.find(({ kind }) => kind === 'BackupStorageLocation')?.['spec'],
      secret: objects.find(({ kind, metadata }) => kind === 'Secret' && metadata.namespace === 'velero')?.[
        'stringData'
      ].cloud,
      values: addOnsOf(settings)[0]?.values,
    };
  };

  it('is the store inside, by a key of its own', () => {
    const { spec, secret, values } = location({ objectStore: { kind: 'inside' } });
    expect(spec).toEqual({
      provider: 'aws',
      default: true,
      objectStorage: {
        bucket: 'velero',
        prefix: 'finance/velero',
        caCertRef: { name: 'platform-ca', key: 'ca.crt' },
      },
      credential: { name: 'velero-object-store', key: 'cloud' },
      config: {
        region: 'us-east-1',
        s3Url: 'https://object-store.object-store:7070',
        s3ForcePathStyle: 'true',
        checksumAlgorithm: '',
      },
    });
    expect(secret).toMatch(/^aws_access_key_id=velero\naws_secret_access_key=⟦object-store\.velero-key⟧$/m);
    expect(values).toMatchObject({ backupsEnabled: false, credentials: { useSecret: false } });
  });

  it('is a folder beside the dumps elsewhere, by the same key or by the identity of its account', () => {
    const objectStore = { bucket: 'dumps', region: 'eu-central-1', prefix: 'teams/finance' };
    const { spec, secret } = location({ objectStore });
    expect(spec.objectStorage).toEqual({ bucket: 'dumps', prefix: 'teams/finance/velero' });
    expect(spec.config).toEqual({ region: 'eu-central-1' });
    expect([spec.credential, secret]).toEqual([undefined, undefined]);
    const secrets = { objectStoreKeyId: 'a', objectStoreKey: 'b' };
    expect(location({ objectStore }, { secrets }).secret).toContain('=⟦object-store.key-id⟧');
  });

  it('is left to whoever brought Velero, or configured its chart', () => {
    const objectStore = { kind: 'inside' };
    const configuration = { defaultBackupStorageLocation: 'ours' };
    const configured = { addOns: { velero: { ...addOns.velero, values: { configuration } } } };
    for (const more of [{ addOns: {} }, configured]) {
      const { spec, secret } = location({ objectStore }, more);
      expect([spec, secret]).toEqual([undefined, undefined]);
    }
    expect(location({}).spec).toBeUndefined();
  });
});
