import { describe, expect, it } from 'vitest';
import { check } from '../../manifests/check.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const STORE = { kind: 'inside', storage: { size: '9Gi' } };

function made(backup: object = {}, more: object = {}) {
  const settings = settingsWith({ backup: { objectStore: STORE, ...backup }, ...more });
  const { app, values } = platform(settings);
  const objects: readonly Loose[] = objectsIn(app);
  const one = (kind: string, name: string, namespace = 'object-store'): Loose => {
    const found = objects.find(
      ({ kind: is, metadata }) =>
        is === kind && metadata.name.startsWith(name) && metadata.namespace === namespace,
    );
    if (!found) throw new Error(`no ${kind} ${namespace}/${name}`);
    return found;
  };
  return { objects, values, one };
}

const envOf = ({ env }: Loose) => Object.fromEntries(env.map(({ name, value }: Loose) => [name, value]));

describe('the object store inside', () => {
  it('is in a namespace of its own, fenced, and keeps its volume', () => {
    const { objects, one } = made();
    expect(check(objects as never)).toEqual([]);
    const kinds = objects
      .filter(({ metadata }) => metadata.namespace === 'object-store')
      .map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['NetworkPolicy', 'ResourceQuota', 'StatefulSet', 'Job']));
    const { spec } = one('StatefulSet', 'object-store');
    expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    });
    expect(spec.volumeClaimTemplates[0].spec.resources.requests.storage).toBe('9Gi');
    expect(spec.template.spec.priorityClassName).toBe('finance-data');
  });

  it('has a user with a key and a bucket for each that uses it, and generates all keys', () => {
    const { one, values } = made();
    const { stringData } = one('Secret', 'object-store-users');
    const { accessAccounts } = JSON.parse(stringData['users.json']);
    expect(Object.keys(accessAccounts)).toEqual(['backup', 'logs', 'velero']);
    for (const [user, account] of Object.entries<Loose>(accessAccounts)) {
      const secret = `⟦object-store.${user}-key⟧`;
      expect(account).toMatchObject({ access: user, secret, role: 'userplus' });
      expect(stringData[user]).toBe(secret);
    }
    const { containers } = one('Job', 'object-store-buckets').spec.template.spec;
    expect(containers.map(({ command }: Loose) => command.join(' '))).toEqual(
      ['backup', 'logs', 'velero'].map((user) => `rclone mkdir :s3:${user}`),
    );
    const keys = values.filter(({ token }) => /^object-store\..*-key$/.test(token));
    expect(keys.map(({ token, made: { by } }) => [token, by])).toEqual(
      ['root', 'backup', 'logs', 'velero'].map((user) => [`object-store.${user}-key`, 'random']),
    );
  });

  it('makes its buckets with new keys after a rotation', () => {
    const nameOf = (more?: object) => made({}, more).one('Job', 'object-store-buckets').metadata.name;
    expect(nameOf({ secrets: { rotation: { objectStore: 2 } } })).not.toBe(nameOf());
    expect(nameOf()).toBe(nameOf());
  });

  it('gets the dumps and the archive by the one setting', () => {
    const { one } = made({}, { database: { mode: 'cloudnative-pg' } });
    const endpoint = 'https://object-store.object-store:7070';
    const { initContainers, containers } = one('CronJob', 'backup', 'finance').spec.jobTemplate.spec.template
      .spec;
    expect(initContainers).toHaveLength(1);
    expect(envOf(containers[0])).toMatchObject({
      STORE: ':s3:backup/finance',
      RCLONE_S3_ENDPOINT: endpoint,
      RCLONE_S3_PROVIDER: 'Other',
      RCLONE_CA_CERT: '/etc/object-store-ca/ca.crt',
    });
    expect(one('Secret', 'object-store', 'finance').stringData).toEqual({
      RCLONE_S3_ACCESS_KEY_ID: 'backup',
      RCLONE_S3_SECRET_ACCESS_KEY: '⟦object-store.backup-key⟧',
    });
    expect(one('ObjectStore', 'postgres', 'finance').spec.configuration).toMatchObject({
      destinationPath: 's3://backup/finance',
      endpointURL: endpoint,
      endpointCA: { name: 'platform-ca', key: 'ca.crt' },
      s3Credentials: { accessKeyId: { name: 'object-store', key: 'RCLONE_S3_ACCESS_KEY_ID' } },
    });
  });

  it('speaks TLS alone, by a certificate that each of its clients has the authority of', () => {
    const { objects, one } = made(
      { velero: {} },
      {
        addOns: { velero: { repository: 'https://c.example.org' } },
        database: { mode: 'cloudnative-pg' },
        observability: { logs: { kind: 'loki', useBackupStore: true } },
      },
    );
    expect(JSON.stringify(objects)).not.toContain('http://object-store');
    expect(one('StatefulSet', 'object-store').spec.template.spec.containers[0].command).toEqual(
      expect.arrayContaining(['--cert=/etc/object-store-tls/tls.crt', '--key=/etc/object-store-tls/tls.key']),
    );
    expect(one('Secret', 'object-store-tls').stringData).toEqual({
      'tls.crt': '⟦object-store.certificate.1⟧',
      'tls.key': '⟦object-store.key.1⟧',
    });
    const trusted = one('Secret', 'platform-ca', 'finance').stringData;
    for (const namespace of ['object-store', 'monitoring', 'velero'])
      expect(one('Secret', 'platform-ca', namespace).stringData, namespace).toEqual(trusted);
    expect(one('BackupStorageLocation', 'default', 'velero').spec.objectStorage.caCertRef).toEqual({
      name: 'platform-ca',
      key: 'ca.crt',
    });
    expect(one('ConfigMap', 'loki', 'monitoring').data['loki.yaml']).toMatch(
      /http_config:\s+ca_file: \/etc\/object-store-ca\/ca\.crt/,
    );
    for (const pod of [
      ...['backup', 'restore', 'restore-drill'].map(
        (name) => one('CronJob', name, 'finance').spec.jobTemplate.spec,
      ),
      one('Job', 'object-store-buckets').spec,
      one('StatefulSet', 'loki', 'monitoring').spec,
    ])
      expect(pod.template.spec.volumes).toContainEqual(
        expect.objectContaining({
          name: 'object-store-ca',
          secret: { secretName: 'platform-ca', items: [{ key: 'ca.crt', path: 'ca.crt' }] },
        }),
      );
  });

  it('gets the logs, where the settings of the logs say so', () => {
    const logs = (useBackupStore: boolean) => ({ observability: { logs: { kind: 'loki', useBackupStore } } });
    const { one } = made({}, logs(true));
    expect(one('ConfigMap', 'loki', 'monitoring').data['loki.yaml']).toMatch(/bucketnames: logs/);
    expect(one('Secret', 'loki-object-store', 'monitoring').stringData).toEqual({
      AWS_ACCESS_KEY_ID: 'logs',
      AWS_SECRET_ACCESS_KEY: '⟦object-store.logs-key⟧',
    });
    expect(made({}, logs(false)).one('ConfigMap', 'loki', 'monitoring').data['loki.yaml']).toMatch(
      /filesystem/,
    );
  });
});
