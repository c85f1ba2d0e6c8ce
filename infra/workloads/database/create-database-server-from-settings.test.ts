import { describe, expect, it } from 'vitest';
import { quantity } from '../../manifests/quantity.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { EncryptedValue } from '../../settings/redacted-encrypted-value.ts';
import type { Settings } from '../../settings/schema.ts';
import { platform } from '../platform.ts';
import { findingsBeyondDev } from '../testing/added-findings.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const CA = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const owner = {
  databaseOwnerUser: EncryptedValue.of('zeus'),
  databaseOwnerPassword: EncryptedValue.of('hush'),
};

const rds = (more: object = {}): Settings =>
  settingsWith({
    cluster: { provider: 'eks', region: 'eu-central-1', account: '111122223333' },
    uploads: { storageClass: 'efs' },
    database: { mode: 'rds', tls: { ca: CA }, ...more },
  });

const MODES: Readonly<Record<Settings['database']['mode'], Settings>> = {
  statefulset: settingsWith(),
  'cloudnative-pg': settingsWith({ database: { mode: 'cloudnative-pg' } }),
  external: settingsWith({
    database: { mode: 'external', host: 'db.example.com', readHost: 'ro.example.com', tls: { ca: CA } },
    secrets: owner,
  }),
  rds: rds(),
};

const objects = (settings: Settings) => objectsIn(platform(settings).app) as readonly Loose[];
const find = (settings: Settings, kind: string, name: string) =>
  objects(settings).find((it) => it['kind'] === kind && it['metadata'].name.startsWith(name)) as Loose;
const config = (settings: Settings) => find(settings, 'ConfigMap', 'web')['data'];

describe.each(Object.entries(MODES))('with %s', (_mode, settings) => {
  it('the platform has nothing that any check finds, but in dev too', () => {
    expect(findingsBeyondDev(objectsIn(platform(settings).app))).toEqual([]);
  });

  it('the app gets the same variables, whoever gives them', () => {
    const secret = find(settings, 'Secret', 'database-web')['stringData'];
    expect(Object.keys({ ...config(settings), ...secret })).toEqual(
      expect.arrayContaining(['DB_HOST', 'DB_PORT', 'DB_NAME', 'DB_TLS', 'DB_USER', 'DB_PASSWORD']),
    );
  });

  it('every pod that is to verify a certificate has what it is held against', () => {
    const { DB_CA_FILE = '' } = config(settings);
    expect(DB_CA_FILE !== '').toBe(config(settings).DB_TLS === 'verify-full');
    for (const [kind, name] of [
      ['Deployment', 'web'],
      ['Job', 'migrate'],
    ] as const) {
      const { containers, initContainers = [], volumes } = find(settings, kind, name)['spec'].template.spec;
      for (const { volumeMounts } of [...containers, ...initContainers]) {
        const folder = volumeMounts.find((one: Loose) => one['name'] === 'database-ca')?.mountPath;
        expect(folder && `${folder}/ca.crt`).toBe(DB_CA_FILE || undefined);
      }
      expect(volumes.some((one: Loose) => one['name'] === 'database-ca')).toBe(DB_CA_FILE !== '');
    }
  });
});

describe.each(Object.entries(MODES))('with %s, a role for reports', (_mode, settings) => {
  const asked: Settings = {
    ...settings,
    database: { ...settings.database, reports: { connections: 4 } },
  };
  const of = (kind: string, name: string) => {
    const { spec } = objects(asked).find(
      (it) => it['kind'] === kind && it['metadata'].name.replace(/-[0-9a-f]{8}$/, '') === name,
    ) as Loose;
    const { containers, initContainers = [] } = (spec.jobTemplate?.spec ?? spec).template.spec;
    return [...initContainers, ...containers].find(({ name: one }: Loose) => one === 'migrate');
  };

  it('is there only when it is asked for', () => {
    expect(find(settings, 'Secret', 'database-reports')).toBeUndefined();
    expect(JSON.stringify(objects(settings))).not.toContain('REPORTS');
    expect(find(asked, 'Secret', 'database-reports')['stringData'].DB_REPORTS_USER).toBe('finance_reports');
  });

  it.each(
    settings.database.mode === 'statefulset' || settings.database.mode === 'cloudnative-pg'
      ? [
          ['Job', 'migrate'],
          ['CronJob', 'restore'],
        ]
      : [['Job', 'migrate']],
  )('is made by the migration of %s %s, which has its password and its limit', (kind, name) => {
    const { env, envFrom } = of(kind, name);
    expect(env).toContainEqual({ name: 'DB_REPORTS_CONNECTIONS', value: '4' });
    expect(envFrom).toContainEqual({ secretRef: { name: 'database-reports' } });
  });
});

describe('CloudNativePG', () => {
  const settings = MODES['cloudnative-pg'];

  it('is written to at its primary and read at its copies, over verified TLS', () => {
    expect(config(settings)).toMatchObject({
      DB_HOST: 'postgres-rw',
      DB_READ_HOST: 'postgres-ro',
      DB_TLS: 'verify-full',
    });
  });

  it('refuses whoever speaks no TLS', () => {
    const { postgresql } = find(settings, 'Cluster', 'postgres')['spec'];
    expect(postgresql.pg_hba).toEqual(['hostnossl all all all reject']);
  });

  it('shows the pods its certificate, never the key that is beside it', () => {
    const { volumes } = find(settings, 'Deployment', 'web')['spec'].template.spec;
    expect(volumes).toContainEqual({
      name: 'database-ca',
      secret: { secretName: 'postgres-ca', items: [{ key: 'ca.crt', path: 'ca.crt' }] },
    });
  });

  it('finds room in the quota, with all its servers and the job that makes one', () => {
    // No monitoring: a single server has an exporter, three have none, and the quotas would differ by it.
    const others = { backup: { enabled: false }, observability: { metrics: { kind: 'none' } } };
    const hard = (mode: string) =>
      find(settingsWith({ database: { mode }, ...others }), 'ResourceQuota', 'quota')['spec'].hard;
    const [one, three] = [hard('statefulset'), hard('cloudnative-pg')];
    expect(three.pods - one.pods).toBeGreaterThanOrEqual(3);
    const claimed = quantity(three['requests.storage']) - quantity(one['requests.storage']);
    expect(claimed).toBe(2 * 5 * 2 ** 30);
  });
});

describe('a database elsewhere', () => {
  const egress = (settings: Settings) =>
    find(settings, 'NetworkPolicy', 'web-to-database')['spec'].egress[0] as Loose;

  it('is nothing in the cluster but the way to it', () => {
    const names = objects(MODES.external).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(names.filter((name) => /postgres/.test(name))).toEqual([]);
    expect(find(MODES.external, 'ConfigMap', 'database-ca')['data']).toEqual({ 'ca.crt': CA });
  });

  it.each([
    [{ host: '10.1.2.3', port: 6432 }, 6432, ['10.1.2.3/32']],
    [{ host: 'db.example.com', network: '203.0.113.0/24' }, 5432, ['203.0.113.0/24']],
    [{ host: 'db.example.com' }, 5432, ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16']],
  ])('is reached at %o alone', (where, port, cidrs) => {
    const settings = settingsWith({ database: { mode: 'external', ...where }, secrets: owner });
    expect(egress(settings)).toEqual({
      to: cidrs.map((cidr) => ({ ipBlock: { cidr } })),
      ports: [{ protocol: 'TCP', port }],
    });
  });

  it('is believed because of who Node knows, where no certificates are given', () => {
    const settings = settingsWith({ database: { mode: 'external', host: '10.1.2.3' }, secrets: owner });
    expect(config(settings)).toMatchObject({ DB_TLS: 'verify-full' });
    expect(config(settings)).not.toHaveProperty('DB_CA_FILE');
    expect(find(settings, 'ConfigMap', 'database-ca')).toBeUndefined();
  });

  it('is asked how it is by a role that its owner gives, over verified TLS, and by nobody otherwise', () => {
    const exporter = (settings: Settings) => find(settings, 'Deployment', 'postgres-exporter');
    expect(exporter(MODES.external)).toBeUndefined();
    const role = {
      databaseMetricsUser: EncryptedValue.of('argus'),
      databaseMetricsPassword: EncryptedValue.of('eyes'),
    };
    const watched = exporter({ ...MODES.external, secrets: { ...MODES.external.secrets, ...role } });
    const [container] = watched['spec'].template.spec.containers;
    expect(container.env[0]).toEqual({
      name: 'DATA_SOURCE_URI',
      value:
        'db.example.com:5432/finance?connect_timeout=2&sslmode=verify-full&sslrootcert=/etc/database-ca/ca.crt',
    });
    expect(container.volumeMounts).toEqual([
      { name: 'database-ca', mountPath: '/etc/database-ca', readOnly: true },
    ]);
    expect(container.args).toEqual(['--web.listen-address=:9187']); // an external server has no table of our drills
    const [own] = exporter(MODES.statefulset)['spec'].template.spec.containers;
    expect(own.env[0].value).toBe(
      'postgres:5432/postgres?connect_timeout=2&sslmode=verify-full&sslrootcert=/etc/database-ca/ca.crt',
    );
  });

  it('never has its owner in a construct: the settings are encrypted', () => {
    expect(JSON.stringify(objects(MODES.external))).not.toMatch(/hush|zeus/);
  });

  it('of AWS is where its resource says, which no file can know', () => {
    expect(config(MODES.rds)).not.toHaveProperty('DB_HOST');
    const told = (more: object) => find(rds(more), 'Secret', 'database-web')['stringData'];
    expect(told({})).toMatchObject({ DB_HOST: '⟦database.host⟧' });
    expect(told({})).not.toHaveProperty('DB_READ_HOST');
    expect(told({ readReplica: true }).DB_READ_HOST).toBe('⟦database.readHost⟧');
  });

  it('of AWS is asked how it is, by a role that the migration makes', () => {
    const [container] = find(MODES.rds, 'Deployment', 'postgres-exporter')['spec'].template.spec.containers;
    const secretKeyRef = { name: 'database-web', key: 'DB_HOST' };
    expect(container.env.slice(0, 2)).toEqual([
      { name: 'DB_HOST', valueFrom: { secretKeyRef } },
      {
        name: 'DATA_SOURCE_URI',
        value: expect.stringMatching(/^\$\(DB_HOST\):5432\/postgres\?.*sslmode=verify-full/),
      },
    ]);
    const [migration] = find(MODES.rds, 'Job', 'migrate')['spec'].template.spec.containers;
    expect(JSON.stringify(migration.envFrom)).toContain('database-metrics');
    expect(find(MODES.rds, 'Secret', 'database-metrics')['stringData'].DB_METRICS_USER).toBe(
      'finance_metrics',
    );
  });
});
