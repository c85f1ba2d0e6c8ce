import { describe, expect, it } from 'vitest';
import { address, podTemplate } from '../../manifests/object.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { EncryptedValue } from '../../settings/redacted-encrypted-value.ts';
import { platform } from '../platform.ts';
import { findingsAdded } from '../testing/added-findings.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const settings = settingsWith({
  database: { mode: 'cloudnative-pg' },
  backup: { objectStore: { bucket: 'acme', region: 'eu-central-1' } },
  secrets: { objectStoreKeyId: EncryptedValue.of('id'), objectStoreKey: EncryptedValue.of('key') },
});
const unbroken = objectsIn(platform(settings).app);

const findingsAfter = (breakIt: Parameters<typeof findingsAdded>[1]) => findingsAdded(unbroken, breakIt);

describe('a Cluster', () => {
  it('whose owner is in no Secret', () => {
    const found = findingsAfter((get) => {
      get('Cluster', 'postgres')['spec'].bootstrap.initdb.secret.name = 'nobody';
    });
    expect(found).toEqual([
      'referenced: Cluster finance/postgres: spec.bootstrap.initdb.secret names Secret nobody, which is not there',
    ]);
  });

  it('that gives a role the password of no Secret, or asks what no ConfigMap says', () => {
    const found = findingsAfter((get) => {
      const { spec } = get('Cluster', 'postgres') as Loose;
      spec.managed.roles[0].passwordSecret.name = 'nobody';
      spec.monitoring.customQueriesConfigMap[1].key = 'questions';
    });
    expect(found).toHaveLength(2);
    expect(found.join()).toMatch(
      /names Secret nobody.*names the key questions of ConfigMap postgres-queries/,
    );
  });

  it('with another name than its policies and the volume of its certificates have', () => {
    const found = findingsAfter((get) => {
      get('Cluster', 'postgres')['metadata'].name = 'data';
    });
    expect(found).toContain(
      'selectors: NetworkPolicy finance/postgres-from-web: its selector matches no pod',
    );
    const lost = found.filter((line) => /names .*Secret postgres-ca, which is not there$/.test(line));
    const mounting = unbroken.filter((object) =>
      podTemplate(object)?.spec?.volumes?.some(({ secret }) => secret?.secretName === 'postgres-ca'),
    );
    expect(mounting.length).toBeGreaterThan(4);
    expect(lost.map((line) => line.split(': ')[1]).toSorted()).toEqual(mounting.map(address).toSorted());
  });

  it('that brings no such key', () => {
    const found = findingsAfter((get) => {
      const [volume] = get('Deployment', 'web')['spec'].template.spec.volumes.filter(
        ({ name }: Loose) => name === 'database-ca',
      );
      volume.secret.items[0].key = 'tls.crt';
    });
    expect(found.join()).toMatch(
      /^referenced: Deployment finance\/web: .*names the key tls.crt of Secret postgres-ca/,
    );
  });

  it('whose archive is opened by no Secret, or is nowhere', () => {
    const found = findingsAfter((get) => {
      get('ObjectStore', 'postgres')['spec'].configuration.s3Credentials.accessKeyId.key = 'ID';
      get('Cluster', 'postgres')['spec'].plugins[0].parameters.barmanObjectName = 'attic';
      get('ScheduledBackup', 'postgres')['spec'].cluster.name = 'nothing';
    });
    expect(found).toHaveLength(3);
    expect(found.join()).toMatch(/names the key ID of Secret object-store/);
    expect(found.join()).toMatch(/names ObjectStore attic/);
    expect(found.join()).toMatch(/names Cluster nothing/);
  });

  it('that a full node gives up first', () => {
    const found = findingsAfter((get) => {
      delete get('Cluster', 'postgres')['spec'].priorityClassName;
    });
    expect(found).toEqual(['priorities: Cluster finance/postgres: names no priority class']);
  });

  it('that outgrew its quota', () => {
    const found = findingsAfter((get) => {
      const { spec } = get('Cluster', 'postgres') as Loose;
      spec.instances = 12;
      spec.storage.size = '6Gi';
    });
    expect(found.map((line) => /of (\S+),/.exec(line)?.[1]).toSorted()).toEqual([
      'limits.cpu',
      'limits.memory',
      'pods',
      'requests.storage',
    ]);
  });
});
