import { describe, expect, it } from 'vitest';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import { pgdataOf } from './data-folder-initdb-and-role-scripts.ts';
import { Postgres } from './postgres.ts';

const resources = { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '500m', memory: '1Gi' } };
const { one } = synthesizeChart((chart) => {
  new Postgres(chart, 'postgres', {
    image: 'postgres:18',
    database: 'finance',
    connections: 120,
    resources,
    storage: { size: '20Gi', storageClass: 'gp3' },
    backup: true,
  });
});
const { spec } = one('StatefulSet', 'postgres');
const pod = spec.template.spec;
const [server] = pod.containers;
const env = Object.fromEntries(
  server.env.map(({ name, value, valueFrom }: never) => [name, value ?? valueFrom]),
);
const mounts = Object.fromEntries(
  server.volumeMounts.map(({ name, mountPath }: { name: string; mountPath: string }) => [name, mountPath]),
);

describe('the volume', () => {
  it('is claimed for good: neither deleting nor scaling gives it back', () => {
    expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    });
    expect(spec.volumeClaimTemplates).toMatchObject([
      {
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'gp3',
          resources: { requests: { storage: '20Gi' } },
        },
      },
    ]);
  });

  it('holds the database: the image of version 18 would otherwise keep it in the container', () => {
    expect(mounts['data']).toBe('/var/lib/postgresql');
    expect(env['PGDATA']).toBe('/var/lib/postgresql/18/docker');
  });

  it.each([
    ['postgres:19.1', '/var/lib/postgresql/19/docker'],
    ['postgres@sha256:0', '/var/lib/postgresql/18/docker'],
  ])('has a folder for each major version: %s', (image, folder) => {
    expect(pgdataOf(image)).toBe(folder);
  });

  it('belongs to one server', () => {
    expect(spec.replicas).toBe(1);
    expect(pod.securityContext).toMatchObject({
      runAsUser: 999,
      fsGroup: 999,
      fsGroupChangePolicy: 'OnRootMismatch',
    });
  });
});

describe('the server', () => {
  it('checks its pages and asks everybody from the network for a password', () => {
    expect(env['POSTGRES_INITDB_ARGS']).toContain('--data-checksums');
    expect(env['POSTGRES_INITDB_ARGS']).toContain('--auth-host=scram-sha-256');
    expect(env).not.toHaveProperty('POSTGRES_HOST_AUTH_METHOD');
  });

  it('takes no connection over the network but with TLS and a password', () => {
    const rules: string = one('ConfigMap', 'postgres-access').data['pg_hba.conf'];
    expect(server.args).toContain(`--hba_file=${mounts['access']}/pg_hba.conf`);
    const fromElsewhere = rules
      .split('\n')
      .filter((line) => line !== '' && !/^local|127[.]0[.]0[.]1|::1/.test(line));
    expect(fromElsewhere).toEqual(['hostssl all all all scram-sha-256']);
    expect(rules).not.toMatch(/trust/);
  });

  it('has a key that its own group alone can read', () => {
    expect(server.args).toEqual(
      expect.arrayContaining([
        '--ssl=on',
        `--ssl_key_file=${mounts['tls']}/tls.key`,
        `--ssl_cert_file=${mounts['tls']}/tls.crt`,
      ]),
    );
    expect(pod.volumes).toContainEqual({
      name: 'tls',
      secret: {
        secretName: 'postgres-tls',
        defaultMode: 0o440,
        items: [
          { key: 'tls.crt', path: 'tls.crt' },
          { key: 'tls.key', path: 'tls.key' },
        ],
      },
    });
  });

  it('is tuned for its memory', () => {
    expect(server.args).toContain('--shared_buffers=256MB');
    expect(server.args).toContain('--max_connections=120');
    expect(pod.volumes).toContainEqual({
      name: 'shared-memory',
      emptyDir: { medium: 'Memory', sizeLimit: '128Mi' },
    });
    expect(mounts['shared-memory']).toBe('/dev/shm');
  });

  it('can write where it must, on a root file system that it cannot write', () => {
    expect(server.securityContext.readOnlyRootFilesystem).toBe(true);
    expect(mounts).toMatchObject({ run: '/var/run/postgresql', tmp: '/tmp' });
  });

  it('is asked over TCP, where it does not listen while it prepares an empty database', () => {
    for (const kind of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      expect(server[kind].exec.command).toEqual(expect.arrayContaining(['pg_isready', '--host=127.0.0.1']));
    }
    expect(server.startupProbe.periodSeconds * server.startupProbe.failureThreshold).toBe(600);
  });

  it('has a minute for a fast shutdown', () => {
    expect(pod.terminationGracePeriodSeconds).toBe(60);
  });

  it('is reached by name, and only once it is ready', () => {
    const service = one('Service', 'postgres').spec;
    expect(service).toMatchObject({ clusterIP: 'None', ports: [{ port: 5432, targetPort: 'postgres' }] });
    expect(service).not.toHaveProperty('publishNotReadyAddresses');
    expect(spec.serviceName).toBe('postgres');
  });
});

describe('the owner', () => {
  it('is known to the database only by the Secret', () => {
    const refs = [...server.env, ...pod.initContainers[0].env]
      .filter(({ name }: { name: string }) => /PASSWORD|OWNER/.test(name))
      .map(
        ({ valueFrom }: { valueFrom?: { secretKeyRef?: { name: string } } }) => valueFrom?.secretKeyRef?.name,
      );
    expect(new Set(refs)).toEqual(new Set(['database-owner', 'database-backup']));
    expect(refs).not.toContain(undefined);
  });

  it('is no superuser, and the superuser has no password in the end', () => {
    const sql: string = one('ConfigMap', 'postgres-init').data['10-harden.sql'];
    expect(sql).toContain(`CREATE ROLE :"owner" LOGIN CREATEROLE PASSWORD :'password';`);
    expect(sql).not.toMatch(/\bSUPERUSER/);
    expect(sql.trimEnd()).toMatch(/ALTER ROLE CURRENT_USER PASSWORD NULL;$/);
  });

  it('gets a rotated password before the server starts', () => {
    const [step] = pod.initContainers;
    const folder = '/docker-entrypoint-initdb.d';
    expect(step).toMatchObject({ name: 'roles', image: 'postgres:18' });
    expect(step.command).toEqual(['sh', `${folder}/20-roles.sh`, 'before-start']);
    expect(step.volumeMounts).toContainEqual({ name: 'data', mountPath: '/var/lib/postgresql' });
    expect(step.volumeMounts).toContainEqual({ name: 'init', mountPath: folder, readOnly: true });
    expect(one('ConfigMap', 'postgres-init').data['20-roles.sh']).toContain('postgres --single');
  });
});
