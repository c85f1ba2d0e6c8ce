import { describe, expect, it } from 'vitest';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import { CloudNativePg, type CloudNativePgProps } from './cloudnative-pg.ts';
import { type Archive, CloudNativePgArchive } from './cloudnative-pg-archive-and-recovery.ts';

const resources = { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '500m', memory: '1Gi' } };
const spec = (more: Partial<CloudNativePgProps> = {}) =>
  synthesizeChart((chart) => {
    new CloudNativePg(chart, 'postgres', {
      image: 'postgres:18',
      database: 'finance',
      instances: 3,
      replication: 'synchronous',
      connections: 120,
      resources,
      storage: { size: '20Gi', storageClass: 'gp3' },
      ...more,
    });
  }).one('Cluster', 'postgres')['spec'];

describe('a write', () => {
  it('is acknowledged in two places or not at all, and no server without it is promoted', () => {
    expect(spec().postgresql.synchronous).toEqual({
      method: 'any',
      number: 1,
      dataDurability: 'required',
      failoverQuorum: true,
    });
  });

  it('waits for nobody where the settings say so', () => {
    expect(spec({ replication: 'asynchronous' }).postgresql).not.toHaveProperty('synchronous');
  });
});

describe('the servers', () => {
  it('are on different nodes, and in different zones where there are some', () => {
    expect(spec().instances).toBe(3);
    expect(spec().affinity).toEqual({
      enablePodAntiAffinity: true,
      podAntiAffinityType: 'required',
      topologyKey: 'kubernetes.io/hostname',
    });
    expect(spec().topologySpreadConstraints).toMatchObject([
      { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
    ]);
  });

  it('have their limits, storage and tuning from the settings, less what the operator needs in them', () => {
    expect(spec()).toMatchObject({
      resources,
      storage: { size: '20Gi', storageClass: 'gp3' },
      postgresql: { parameters: { max_connections: '120', shared_buffers: '231MB' } },
    });
    const small = { ...resources, requests: { cpu: '50m', memory: '128Mi' } };
    expect(spec({ resources: small }).resources.requests.memory).toBe('256Mi'); // the operator refuses less
    expect(spec({ storage: { size: '1Gi' } }).storage).toEqual({ size: '1Gi' });
  });

  it.each([
    ['postgres:18', 999],
    ['mirror.local:5000/hub/postgres:18-trixie', 999],
    ['cloudnative-pg/postgresql:18.1', undefined],
    ['mirror.local/cloudnative-pg/postgresql:18@sha256:00', undefined],
    ['acme/not-cloudnative-pg/postgresql:18', 999],
  ])('of %s run as the user of that image', (image, user) => {
    expect(spec({ image }).postgresUID).toBe(user);
    expect(spec({ image }).postgresGID).toBe(user);
  });
});

describe('the database', () => {
  it('is sorted by the server itself, checks its pages, and is open to nobody', () => {
    const { initdb } = spec().bootstrap;
    expect(initdb).toMatchObject({
      database: 'finance',
      dataChecksums: true,
      localeProvider: 'builtin',
      builtinLocale: 'C.UTF-8',
    });
    expect(initdb.postInitApplicationSQL).toEqual([
      'REVOKE ALL ON DATABASE "finance" FROM PUBLIC',
      'GRANT CONNECT ON DATABASE "finance" TO cnpg_metrics_exporter, "finance_backup"',
      'REVOKE ALL ON SCHEMA public FROM PUBLIC',
    ]);
  });

  it('belongs to a role that may make the role of the app, and is no superuser', () => {
    const { initdb, ...rest } = spec().bootstrap;
    expect(initdb).toMatchObject({ owner: 'finance_owner', secret: { name: 'database-owner-login' } });
    expect(initdb.postInitSQL).toContain('ALTER ROLE "finance_owner" CREATEROLE CREATEDB');
    expect(initdb.postInitSQL.join()).not.toMatch(/DATABASE .*postgres/); // replication connects to that database
    expect(JSON.stringify(initdb)).not.toMatch(/SUPERUSER/i);
    expect({ ...rest, access: spec().enableSuperuserAccess }).toEqual({ access: undefined });
  });
});

describe('a dump', () => {
  it('is made by a role that reads every row and has its password from a Secret, where there are dumps', () => {
    expect(spec({ backup: true }).managed.roles).toMatchObject([
      {
        name: 'finance_backup',
        login: true,
        bypassrls: true,
        inRoles: ['pg_read_all_data'],
        passwordSecret: { name: 'database-backup-login' },
      },
    ]);
    expect(spec()).not.toHaveProperty('managed');
  });

  it('that was restored is written down where the exporter finds it', () => {
    expect(spec().bootstrap.initdb.postInitSQL).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^CREATE TABLE IF NOT EXISTS restore_drill /),
        'GRANT INSERT ON restore_drill TO "finance_backup"',
        'GRANT SELECT ON restore_drill TO pg_monitor',
      ]),
    );
    const queries = { finance_restore: { query: 'SELECT 1', metrics: [], target_databases: ['postgres'] } };
    expect(spec({ queries }).monitoring).toEqual({
      customQueriesConfigMap: [
        { name: 'cnpg-default-monitoring', key: 'queries' },
        { name: 'postgres-queries', key: 'queries.yaml' },
      ],
    });
  });
});

const archive: Archive = {
  name: 'postgres',
  bucket: 'acme',
  prefix: 'finance',
  endpoint: 'https://s3.example.com',
  key: true,
  accountAnnotations: {},
  schedule: '30 2 * * *',
  retentionDays: 7,
};

describe('the archive', () => {
  const { one } = synthesizeChart((chart) => {
    new CloudNativePgArchive(chart, 'archive', archive);
  });

  it('gets every change as it is written, and the files once a day', () => {
    expect(spec({ archive }).plugins).toEqual([
      {
        name: 'barman-cloud.cloudnative-pg.io',
        isWALArchiver: true,
        parameters: { barmanObjectName: 'postgres', serverName: 'postgres' },
      },
    ]);
    expect(one('ScheduledBackup')['spec']).toMatchObject({ schedule: '0 30 2 * * *', method: 'plugin' });
    expect(one('ObjectStore')['spec']).toMatchObject({
      retentionPolicy: '7d',
      configuration: { destinationPath: 's3://acme/finance', endpointURL: 'https://s3.example.com' },
    });
  });

  it('is opened by the key of the Secret, or by the account of the servers', () => {
    expect(one('ObjectStore')['spec'].configuration.s3Credentials).toEqual({
      accessKeyId: { name: 'object-store', key: 'RCLONE_S3_ACCESS_KEY_ID' },
      secretAccessKey: { name: 'object-store', key: 'RCLONE_S3_SECRET_ACCESS_KEY' },
    });
    const role = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/backup' };
    const byAccount: Archive = { ...archive, key: false, accountAnnotations: role };
    const objects = synthesizeChart((chart) => {
      new CloudNativePgArchive(chart, 'archive', byAccount);
    });
    expect(objects.one('ObjectStore')['spec'].configuration.s3Credentials).toEqual({
      inheritFromIAMRole: true,
    });
    expect(spec({ archive: byAccount }).serviceAccountTemplate).toEqual({ metadata: { annotations: role } });
  });

  it('is where new servers begin, up to a moment, and they write to another one', () => {
    const recoverFrom = { archive: 'postgres', until: '2026-01-31T09:00:00Z' };
    const { bootstrap, externalClusters, plugins } = spec({
      archive: { ...archive, name: 'postgres-2' },
      recoverFrom,
    });
    expect(bootstrap).toEqual({
      recovery: {
        source: 'origin',
        database: 'finance',
        owner: 'finance_owner',
        secret: { name: 'database-owner-login' },
        recoveryTarget: { targetTime: '2026-01-31T09:00:00Z' },
      },
    });
    expect(externalClusters).toEqual([
      {
        name: 'origin',
        plugin: {
          name: 'barman-cloud.cloudnative-pg.io',
          parameters: { barmanObjectName: 'postgres', serverName: 'postgres' },
        },
      },
    ]);
    expect(plugins[0].parameters.serverName).toBe('postgres-2');
    const all = spec({ archive, recoverFrom: { archive: 'other' } });
    expect(all.bootstrap.recovery).not.toHaveProperty('recoveryTarget');
    expect(spec({ archive })).not.toHaveProperty('externalClusters');
  });

  it('is not there where no store is named', () => {
    expect(spec()).not.toHaveProperty('plugins');
  });
});

it('takes seconds, not minutes, of what is its to decide when a server is lost', () => {
  const { primaryLease, smartShutdownTimeout, stopDelay, switchoverDelay } = spec();
  // The operator refuses any other order.
  expect(primaryLease.leaseDurationSeconds).toBeGreaterThan(primaryLease.renewDeadlineSeconds);
  expect(primaryLease.renewDeadlineSeconds).toBeGreaterThan(primaryLease.retryPeriodSeconds * 1.2);
  expect(primaryLease.leaseDurationSeconds).toBeLessThanOrEqual(5);
  expect({ smartShutdownTimeout, stopDelay, switchoverDelay }).toEqual({
    smartShutdownTimeout: 2,
    stopDelay: 60,
    switchoverDelay: 60,
  });
  expect(spec().postgresql.parameters.wal_retrieve_retry_interval).toBe('1s');
});
