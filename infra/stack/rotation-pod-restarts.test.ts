import { describe, expect, it } from 'vitest';
import { plan } from '../bridge/plan-objects.ts';
import { platform } from '../workloads/platform.ts';
import { settingsWith } from '../workloads/testing/settings-with.ts';

type Rotated = keyof ReturnType<typeof settingsWith>['secrets']['rotation'];

const planned = (rotation: Partial<Record<Rotated, number>> = {}) =>
  plan(
    platform(
      settingsWith({
        secrets: { rotation },
        database: { reports: {} },
        observability: { dashboards: { kind: 'grafana' }, logs: { kind: 'elasticsearch' } },
      }),
    ).app,
  ).objects;

const now = planned();

/** Workloads whose pods are replaced when a rotation renames a Secret, apart from those that only run on a schedule. */
function movedBy(secrets: readonly string[]): readonly string[] {
  return now
    .filter(({ manifest }) => /^(Deployment|StatefulSet|DaemonSet|Job)$/.test(manifest.kind))
    .filter(({ reads }) => reads.some((name) => secrets.includes(name)))
    .map(({ manifest }) => manifest.metadata.name.replace(/-[0-9a-f]{8}$/, ''));
}

/** Secrets in which a value is new. */
function changedIn(rotation: Partial<Record<Rotated, number>>): readonly string[] {
  const valuesOf = (raised: Partial<Record<Rotated, number>>) => {
    const settings = settingsWith({
      secrets: { rotation: raised },
      database: { reports: {} },
      observability: { dashboards: { kind: 'grafana' }, logs: { kind: 'elasticsearch' } },
    });
    return new Map(platform(settings).values.map(({ token, made }) => [token, JSON.stringify(made)]));
  };
  const [before, after] = [valuesOf({}), valuesOf(rotation)];
  return planned(rotation).flatMap(({ name, manifest }) => {
    if (manifest.kind !== 'Secret') return [];
    const text = JSON.stringify(manifest['stringData']);
    const isNew = [...after].some(
      ([token, made]) => text.includes(`⟦${token}⟧`) && before.get(token) !== made,
    );
    return isNew ? [name] : [];
  });
}

describe('a rotation', () => {
  it.each<[Rotated, readonly string[]]>([
    ['database', ['migrate', 'web']],
    ['databaseWorker', ['migrate', 'worker']],
    ['databaseOwner', ['migrate']],
    ['databaseBackup', ['migrate']],
    ['databaseMetrics', ['migrate', 'postgres-exporter']],
    ['databaseReports', ['migrate']],
    ['session', ['web']],
    ['redis', ['redis', 'redis-exporter', 'web']],
    ['grafana', ['grafana']],
    ['elasticsearch', ['elasticsearch', 'elasticsearch-setup', 'fluentd', 'kibana', 'kibana-setup']],
  ])('of %s moves the pods of %j, and no database', (what, expected) => {
    const secrets = changedIn({ [what]: 2 });
    expect(secrets.length).toBeGreaterThan(0);
    expect(movedBy(secrets).toSorted()).toEqual(expected);
  });

  it('of certificates moves the servers that show them, and all that verify them', () => {
    const secrets = changedIn({ certificates: 2 });
    const servers = ['postgres', 'redis'];
    const clients = ['migrate', 'postgres-exporter', 'redis-exporter', 'web', 'worker'];
    expect(movedBy(secrets).toSorted()).toEqual([...servers, ...clients].toSorted());
  });

  it.each<Rotated>([
    'databaseOwner',
    'databaseBackup',
    'databaseMetrics',
  ])('of %s leaves the database as it is', (what) => {
    const server = (objects: typeof now) =>
      objects.find(
        ({ manifest }) => manifest.kind === 'StatefulSet' && manifest.metadata.name === 'postgres',
      );
    expect(server(planned({ [what]: 2 }))).toEqual(server(now));
  });
});
