import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../workloads/platform.ts';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { whyNot, whyNotTo } from './upgrade-postgres.ts';
import { dataOf, type UpgradeSources, upgradeJob } from './upgrade-postgres-job.ts';

const sourcesOf = (settings: object = {}): UpgradeSources => {
  const objects = objectsIn(
    platform(settingsWith({ images: { postgres: 'postgres:18.4' }, ...settings })).app,
  );
  const named = (kind: string, name: string) =>
    objects.find((object) => object.kind === kind && object.metadata.name === name) as never;
  return { server: named('StatefulSet', 'postgres'), backup: named('CronJob', 'backup') };
};
const TO = { name: 'upgrade-1', image: 'postgres:19.1', data: '/var/lib/postgresql/19/docker' };
const valuesOf = (container: { env: ReadonlyArray<{ name: string; value?: string }> } | undefined) =>
  Object.fromEntries(container?.env.map(({ name, value }) => [name, value]) ?? []);

describe('the Job that carries rows to another version', () => {
  const { spec } = upgradeJob(sourcesOf(), TO).spec.template;
  const [dump, upgrade] = [spec.initContainers[0], spec.containers[0]];

  it('dumps with the programs of the server, and restores with those of that version, once', () => {
    expect([dump?.image, upgrade?.image]).toEqual(['postgres:18.4', 'postgres:19.1']);
    const job = upgradeJob(sourcesOf(), TO);
    expect(job.spec).toMatchObject({ backoffLimit: 0, template: { spec: { restartPolicy: 'Never' } } });
  });

  it('is on the volume of the server, which its node alone can mount, and writes to no dump that is kept', () => {
    const volumes = spec.volumes.map(({ name }) => name);
    expect(new Set(volumes).size).toBe(volumes.length);
    expect(volumes).not.toContain('dumps');
    expect(spec.volumes).toContainEqual({
      name: 'data',
      persistentVolumeClaim: { claimName: 'data-postgres-0' },
    });
    expect(spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]).toMatchObject({
      labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'postgres' } },
    });
    for (const container of [dump, upgrade])
      for (const { name } of container?.volumeMounts ?? []) expect(volumes).toContain(name);
    const [told, also] = [valuesOf(dump as never), valuesOf(upgrade as never)];
    expect(told['DUMPS']).toBe('/var/lib/postgresql/carried');
    expect(also['DUMPS']).toBe(told['DUMPS']);
  });

  it('leaves receipts on their volume alone, and keeps the group of the files of the server', () => {
    const job = upgradeJob(sourcesOf({ uploads: { kind: 'volume' } }), TO);
    expect(JSON.stringify(job.spec.template.spec.volumes)).not.toContain('"uploads"');
    expect(JSON.stringify(job.spec.template.spec)).not.toContain('"mountPath":"/srv/uploads"');
    expect(valuesOf(job.spec.template.spec.initContainers[0] as never)['UPLOADS']).toBe('');
    expect(job.spec.template.spec.securityContext).toMatchObject({ runAsGroup: 999, fsGroup: 999 });
  });

  it('makes data where the server of that version looks for it, beside that of the one that runs', () => {
    const { PGDATA, PGDATABASE, SCRIPTS } = valuesOf(upgrade as never);
    expect({ PGDATA, PGDATABASE, SCRIPTS }).toEqual({
      PGDATA: TO.data,
      PGDATABASE: 'finance',
      SCRIPTS: '/scripts',
    });
    expect(dataOf(sourcesOf().server)).toBe('/var/lib/postgresql/18/docker');
  });

  it('has the names, the passwords and the arguments that the server was made with', () => {
    const names = upgrade?.env.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['POSTGRES_INITDB_ARGS', 'POSTGRES_DB', 'DB_OWNER_PASSWORD']),
    );
    expect(new Set(names).size).toBe(names?.length);
  });

  it('verifies the running server, as every client does, by certificates that both steps mount', () => {
    for (const container of [dump, upgrade]) {
      const { PGSSLMODE, PGSSLROOTCERT } = valuesOf(container as never);
      expect({ PGSSLMODE, PGSSLROOTCERT }).toEqual({
        PGSSLMODE: 'verify-full',
        PGSSLROOTCERT: '/etc/database-ca/ca.crt',
      });
      expect(container?.volumeMounts).toContainEqual({
        name: 'database-ca',
        mountPath: '/etc/database-ca',
        readOnly: true,
      });
    }
  });

  it('may reach the server, and is as closed as every pod', () => {
    const { template } = sourcesOf().backup.spec.jobTemplate.spec;
    expect(upgradeJob(sourcesOf(), TO).spec.template.metadata).toEqual(template.metadata);
    expect(spec).toMatchObject({ securityContext: { runAsUser: 999, runAsNonRoot: true } });
    expect(upgrade?.securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
    });
  });

  it('needs no object store', () => {
    const objectStore = { bucket: 'dumps-of-ours', region: 'eu-west-1' };
    const job = upgradeJob(sourcesOf({ backup: { objectStore } }), TO);
    expect(job.spec.template.spec.initContainers.map(({ name }) => name)).toEqual(['dump']);
    expect(job.spec.template.spec.containers.map(({ name }) => name)).toEqual(['upgrade']);
  });
});

it('its script is free of what shellcheck finds', ({ skip }) => {
  const { error, stdout } = spawnSync('shellcheck', [join(import.meta.dirname, 'upgrade-postgres.sh')], {
    encoding: 'utf8',
  });
  if (error) skip('shellcheck is not on the path: apt-get install shellcheck');
  expect(stdout).toBe('');
});

describe('rows are not carried', () => {
  it.each([
    [
      'where an operator does it',
      { database: { mode: 'cloudnative-pg' }, images: { postgres: 'postgres:18' } },
      'its operator',
    ],
    ['where there are no dumps', { backup: { enabled: false } }, 'there are no dumps'],
  ])('%s', (_where, settings, why) => {
    expect(whyNot(settingsWith(settings))).toContain(why);
  });

  it.each([
    ['back', 'postgres:19.1', 'postgres:18.4', 'Postgres 18 cannot have the rows of Postgres 19'],
    [
      'to what says no version',
      'postgres:18.4',
      'acme/postgres@sha256:0',
      'acme/postgres@sha256:0 does not say its version',
    ],
    [
      'from what says no version',
      'postgres@sha256:0',
      'postgres:19',
      'postgres@sha256:0 does not say its version',
    ],
  ])('%s', (_how, was, image, why) => {
    expect(whyNotTo(was, image, '/var/lib/postgresql/17/docker')).toContain(why);
  });

  it('onto themselves', () => {
    expect(whyNotTo('postgres:17', 'postgres:18', '/var/lib/postgresql/18/docker')).toContain(
      'keeps its own',
    );
    expect(whyNotTo('postgres:17', 'postgres:18', '/var/lib/postgresql/17/docker')).toBeUndefined();
    expect(whyNot(settingsWith())).toBeUndefined();
  });
});
