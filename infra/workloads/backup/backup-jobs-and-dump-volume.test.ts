import { describe, expect, it } from 'vitest';
import type { Server } from '../facts/database-connection.ts';
import { besideWeb } from '../facts/uploads-volume-mounts-and-placement.ts';
import { type Loose, synthesizeChart } from '../testing/synthesize-chart.ts';
import { Backup, type BackupProps } from './backup-jobs-and-dump-volume.ts';
import type { DumpFolder } from './dump-transfer-container.ts';

const store: DumpFolder = {
  image: 'rclone/rclone:1.76.0',
  bucket: 'dumps',
  prefix: 'finance',
  region: 'eu-central-1',
  key: false,
  accountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/backup' },
};

const IN_CLEAR: Server = { env: { PGHOST: 'postgres' } };

const made = (objectStore?: DumpFolder, server = IN_CLEAR, more: Partial<BackupProps> = {}) =>
  synthesizeChart((chart) => {
    new Backup(chart, 'backup', {
      image: 'postgres:18',
      webImage: 'finance:1.0.0',
      config: { DB_NAME: 'finance' },
      database: 'finance',
      server,
      databaseSize: '20Gi',
      schedule: '30 2 * * *',
      drillSchedule: '30 4 * * *',
      retentionDays: 9,
      size: '10Gi',
      objectStore,
      ...more,
    });
  });

const JOBS = ['backup', 'restore-drill', 'restore'];
const podOf = (name: string, objectStore?: DumpFolder): Loose =>
  made(objectStore).one('CronJob', name)['spec'].jobTemplate.spec.template.spec;
const names = (containers: Loose[] = []) => containers.map(({ name }) => name);
const envOf = ({ env }: Loose) =>
  Object.fromEntries(env.map((it: Loose) => [it['name'], it['value'] ?? it['valueFrom'].secretKeyRef.name]));

describe('each job', () => {
  it.each(JOBS)('%s runs alone, once, and stays failed where it fails', (name) => {
    const { spec } = made().one('CronJob', name);
    expect(spec).toMatchObject({ concurrencyPolicy: 'Forbid', timeZone: 'Etc/UTC' });
    expect(spec.jobTemplate.spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 21600 });
  });

  it('runs when the settings say so; a restore only when somebody wants it', () => {
    const times = JOBS.map((name) => made().one('CronJob', name)['spec']);
    expect(times.map(({ schedule, suspend }) => [schedule, suspend])).toEqual([
      ['30 2 * * *', false],
      ['30 4 * * *', false],
      ['0 0 31 2 *', true],
    ]);
  });

  it('writes dumps only where it makes or fetches them', () => {
    const writing = JOBS.flatMap((name) => {
      const { initContainers = [], containers } = podOf(name, store);
      return [...initContainers, ...containers].filter(({ volumeMounts }: Loose) =>
        volumeMounts.some(({ name: volume, readOnly }: Loose) => volume === 'dumps' && !readOnly),
      );
    });
    expect(names(writing)).toEqual(['dump', 'fetch', 'fetch']);
  });
});

describe('who they are to the server', () => {
  it.each([
    ['backup', 'database-backup'],
    ['restore-drill', 'database-backup'],
    ['restore', 'database-owner'],
  ])('%s is %s', (name, secret) => {
    const { containers } = podOf(name);
    expect(envOf(containers[0])).toMatchObject({ PGUSER: secret, PGPASSWORD: secret, PGHOST: 'postgres' });
  });

  it('they hold its certificate against what is mounted, where one is', () => {
    const env = { PGHOST: 'postgres-rw', PGSSLMODE: 'verify-full', PGSSLROOTCERT: '/etc/database-ca/ca.crt' };
    const volume = { name: 'database-ca', secret: { secretName: 'postgres-ca' } };
    const { one } = made(undefined, { env, authority: { volume } });
    for (const name of JOBS) {
      const {
        initContainers = [],
        containers,
        volumes,
      } = one('CronJob', name)['spec'].jobTemplate.spec.template.spec as Loose;
      expect(volumes).toContainEqual(volume);
      for (const container of [...initContainers, ...containers]) {
        if (container.name !== 'migrate') expect(envOf(container)).toMatchObject(env);
        expect(container.volumeMounts).toContainEqual(
          expect.objectContaining({ name: 'database-ca', mountPath: '/etc/database-ca' }),
        );
      }
    }
  });
});

describe('an object store', () => {
  it('gets each dump once it is made, and gives it for drills and restores', () => {
    const steps = JOBS.map((name) => {
      const { initContainers, containers } = podOf(name, store);
      return [...names(initContainers), ...names(containers)];
    });
    expect(steps).toEqual([
      ['dump', 'upload'],
      ['fetch', 'drill'],
      ['fetch', 'restore', 'migrate', 'swap'],
    ]);
  });

  it('is where drills take the dump from, rather than from the volume', () => {
    const volume = (objectStore?: DumpFolder) =>
      podOf('restore-drill', objectStore)['volumes'].find(({ name }: Loose) => name === 'dumps');
    expect(volume(store)).toEqual({ name: 'dumps', emptyDir: { sizeLimit: '10Gi' } });
    expect(volume()).toEqual({ name: 'dumps', persistentVolumeClaim: { claimName: 'backups' } });
  });

  it('knows the pod by its account, or by a key, and never learns of the database', () => {
    const [upload] = podOf('backup', store)['containers'];
    expect(envOf(upload)).toMatchObject({
      STORE: ':s3:dumps/finance',
      RCLONE_S3_PROVIDER: 'AWS',
      RCLONE_S3_REGION: 'eu-central-1',
      RCLONE_S3_ENV_AUTH: 'true',
      RETENTION_DAYS: '9',
    });
    expect(envOf(upload)).not.toHaveProperty('PGPASSWORD');
    expect(upload).not.toHaveProperty('envFrom');
    expect(made(store).one('ServiceAccount', 'backup')['metadata'].annotations).toEqual(
      store.accountAnnotations,
    );

    const [keyed] = podOf('backup', { ...store, key: true, endpoint: 'http://minio' })['containers'];
    expect(keyed.envFrom).toEqual([{ secretRef: { name: 'object-store' } }]);
    expect(envOf(keyed)).toMatchObject({
      RCLONE_S3_PROVIDER: 'Other',
      RCLONE_S3_ENDPOINT: 'http://minio',
    });
    expect(envOf(keyed)).not.toHaveProperty('RCLONE_S3_ENV_AUTH');
  });
});

describe('receipts on a volume', () => {
  const uploads = { accessMode: 'ReadWriteOnce' } as const;
  const placement = besideWeb(uploads);
  const podWith = (name: string, more: Partial<BackupProps>, objectStore?: DumpFolder): Loose =>
    made(objectStore, IN_CLEAR, more).one('CronJob', name)['spec'].jobTemplate.spec.template.spec;
  const ofUploads = ({ volumeMounts = [] }: Loose) =>
    volumeMounts.filter(({ name }: Loose) => name === 'uploads');
  const all = ({ initContainers = [], containers }: Loose): Loose[] => [...initContainers, ...containers];

  it('are read by who dumps, written by one step of a restore, and out of reach of all others', () => {
    const mounted = JOBS.flatMap((name) =>
      all(podWith(name, { uploads }, store)).flatMap((container) =>
        ofUploads(container).map(({ readOnly = false }: Loose) => [name, container['name'], readOnly]),
      ),
    );
    expect(mounted).toEqual([
      ['backup', 'dump', true],
      ['restore', 'receipts', false],
    ]);
    const volume = { name: 'uploads', persistentVolumeClaim: { claimName: 'uploads', readOnly: true } };
    expect(podWith('backup', { uploads })['volumes']).toContainEqual(volume);
    for (const name of JOBS) expect(JSON.stringify(podOf(name, store))).not.toContain('uploads');
  });

  it('are back before the databases are swapped, once the dump is proved', () => {
    expect(names(all(podWith('restore', { uploads }, store)))).toEqual([
      ...['fetch', 'restore', 'migrate', 'receipts', 'swap'],
    ]);
    for (const name of ['restore', 'receipts']) {
      const container = all(podWith('restore', { uploads })).find((one) => one['name'] === name);
      expect(envOf(container ?? {})['UPLOADS']).toBe('/srv/uploads');
    }
    expect(envOf(podOf('backup')['containers'][0])).not.toHaveProperty('UPLOADS');
  });

  it('belong to the group of the app, which every job then has, so that none changes it for another', () => {
    for (const name of JOBS) {
      const group = (pod: Loose) => pod['securityContext'];
      expect(group(podWith(name, { uploads }))).toMatchObject({
        runAsUser: 999,
        runAsGroup: 1000,
        fsGroup: 1000,
      });
      expect(group(podOf(name))).toMatchObject({ runAsUser: 999, runAsGroup: 999, fsGroup: 999 });
    }
  });

  it('of one node have every job there', () => {
    for (const name of JOBS) {
      expect(podWith(name, { uploads, placement })['affinity']).toEqual(placement.affinity);
      expect(podWith(name, { uploads })).not.toHaveProperty('affinity');
    }
  });
});

it('restores into a database of another name, and brings that to the schema of the app', () => {
  const { initContainers, containers } = podOf('restore');
  const [restore, migrate] = initContainers;
  expect(envOf(restore)['RESTORED']).toBe('finance_restored');
  expect(envOf(migrate)['DB_NAME']).toBe('finance_restored');
  expect(envOf(containers[0])).toMatchObject({ PGDATABASE: 'finance', RESTORED: 'finance_restored' });
});
