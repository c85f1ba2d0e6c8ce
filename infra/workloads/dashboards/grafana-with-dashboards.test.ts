import { describe, expect, it } from 'vitest';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const everything = {
  metrics: { kind: 'annotations', scraperNamespace: 'metrics' },
  dashboards: { kind: 'grafana', prometheus: 'http://prometheus.metrics:9090' },
  logs: { kind: 'loki' },
  traces: { kind: 'jaeger' },
};

function files(
  observability: object,
  database: object,
): { readonly boards: readonly Loose[]; readonly sources: string } {
  const objects = objectsIn(platform(settingsWith({ observability, database })).app) as readonly Loose[];
  const data = (name: string) =>
    objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name)?.['data'] ?? {};
  const boards = Object.values<string>(data('grafana-dashboards')).map((text) => JSON.parse(text) as Loose);
  if (boards.length < 4) throw new Error(`only ${boards.length} dashboards`);
  return { boards, sources: data('grafana')['datasources.yaml'] };
}

describe.each([
  ['with everything', everything, {}],
  ['with metrics only', { ...everything, logs: { kind: 'none' }, traces: { kind: 'none' } }, {}],
  ['with several servers of Postgres', everything, { mode: 'cloudnative-pg' }],
])('the dashboards %s', (_what, observability, database) => {
  const { boards, sources } = files(observability, database);
  const panels = boards.flatMap((board) => board['panels'] as Loose[]);

  it('have addresses of their own, and panels with ids of their own', () => {
    expect(new Set(boards.map(({ uid }) => uid)).size).toBe(boards.length);
    for (const { uid, panels: all } of boards) {
      expect(uid).toMatch(/^[a-z-]{1,40}$/);
      expect(new Set(all.map(({ id }: Loose) => id)).size).toBe(all.length);
    }
  });

  it('lie on the grid without lying on each other', () => {
    for (const { title, panels: all } of boards) {
      const taken = new Set<string>();
      for (const { gridPos } of all as Loose[]) {
        expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
            expect(taken.has(`${x},${y}`), `${title} at ${x},${y}`).toBe(false);
            taken.add(`${x},${y}`);
          }
        }
      }
    }
  });

  it('mark each release and each rollout in the panels of the app', () => {
    const [{ annotations }] = boards.filter(({ title }) => title === 'App') as [Loose];
    expect(annotations.list).toMatchObject([
      {
        name: 'Releases',
        enable: true,
        datasource: { uid: 'prometheus' },
        titleFormat: '{{version}} {{commit}}',
      },
      { name: 'Rollouts', enable: true, datasource: { uid: 'prometheus' } },
    ]);
    expect(annotations.list[0].expr).toContain('app_build_info');
    expect(annotations.list[1].expr).toContain('kube_pod_info');
  });

  it('ask only where there is somebody to ask', () => {
    const uids = [...sources.matchAll(/^ +(?:- )?uid: (\w+)$/gm)].map(([, uid]) => uid);
    const asked = panels.flatMap(({ datasource, targets = [] }) =>
      [datasource, ...targets.map((target: Loose) => target['datasource'])].filter(Boolean),
    );
    expect(asked.length).toBeGreaterThan(50);
    for (const { uid } of asked) expect(uids).toContain(uid);
    const linked = [...sources.matchAll(/datasourceUid: (\w+)/g)].map(([, uid]) => uid);
    for (const uid of linked) expect(uids).toContain(uid);
  });

  it('have a question and a title in each panel', () => {
    for (const { type, title, targets } of panels) {
      expect(title).toMatch(/\w/);
      if (type === 'row') continue;
      expect(targets.length).toBeGreaterThan(0);
      for (const { expr } of targets) expect(expr).toMatch(/^[\w({1]/);
    }
  });
});

it('the dashboards ask and mark within our namespace where the Prometheus is for the whole cluster', () => {
  const { boards } = files({ ...everything, metrics: { kind: 'operator' } }, {});
  const marked = boards.flatMap(({ annotations }) => annotations.list as Loose[]);
  const asked = boards.flatMap(({ panels }) => (panels as Loose[]).flatMap(({ targets = [] }) => targets));
  expect(marked.length).toBeGreaterThan(0);
  for (const { expr, datasource } of [...marked, ...asked]) {
    if (datasource.uid === 'loki') continue;
    const selectors = expr.replaceAll(/"[^"]*"/g, '').split('{').length - 1;
    expect(expr.split('{namespace="finance"').length - 1, expr).toBe(selectors);
  }
});

it('Grafana lets nobody in without a password, which is in no file', () => {
  const { app, values } = platform(settingsWith({ observability: everything }));
  const objects = objectsIn(app) as readonly Loose[];
  const grafana = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'grafana');
  const [container] = grafana?.['spec'].template.spec.containers ?? [];
  expect(container.env).toContainEqual({ name: 'GF_AUTH_ANONYMOUS_ENABLED', value: 'false' });
  expect(container.envFrom).toEqual([{ secretRef: { name: 'grafana' } }]);
  expect(values).toContainEqual({
    token: 'grafana.password',
    made: { by: 'random', length: 32, rotation: 1 },
  });
});
