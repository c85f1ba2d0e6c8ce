import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serverIn } from '../../../app/testing/postgres-server.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';
import { STATEMENTS_QUERY, STATEMENTS_SETTINGS } from './slow-statements-query-and-settings.ts';

const objects = (mode: string) =>
  objectsIn(
    platform(settingsWith({ database: { mode }, observability: { dashboards: { kind: 'grafana' } } })).app,
  ) as readonly Loose[];
const named = (all: readonly Loose[], kind: string, name: string): Loose =>
  all.find((it) => it['kind'] === kind && it['metadata'].name === name) as Loose;

describe('statistics of statements', () => {
  it('are kept by our own server, without commands, which may hold passwords', () => {
    const all = objects('statefulset');
    const [{ args }] = named(all, 'StatefulSet', 'postgres')['spec'].template.spec.containers;
    expect(args).toContain('--shared_preload_libraries=pg_stat_statements');
    expect(args).toContain('--pg_stat_statements.track_utility=off');
    const script = named(all, 'ConfigMap', 'postgres-init')['data']['20-roles.sh'];
    expect(script).toContain('CREATE EXTENSION IF NOT EXISTS pg_stat_statements;');
    const { 'queries.yaml': queries } = named(all, 'ConfigMap', 'postgres-exporter')['data'];
    expect(queries).toContain('finance_statements:');
  });

  it('are kept by the servers of CloudNativePG, whose operator loads the library where it is configured', () => {
    const all = objects('cloudnative-pg');
    const { parameters } = named(all, 'Cluster', 'postgres')['spec'].postgresql;
    expect(parameters).toMatchObject({ 'pg_stat_statements.track_utility': 'off' });
    expect(parameters, 'the operator refuses it').not.toHaveProperty('shared_preload_libraries');
    expect(named(all, 'ConfigMap', 'postgres-queries')['data']['queries.yaml']).toContain(
      'finance_statements:',
    );
  });

  it.each([
    ['statefulset', 'rate(finance_statements_seconds_total'],
    ['cloudnative-pg', 'rate(cnpg_finance_statements_seconds_total'],
  ])('are on the dashboard, with %s', (mode, query) => {
    expect(JSON.stringify(named(objects(mode), 'ConfigMap', 'grafana-dashboards')['data'])).toContain(query);
  });

  it('are what Postgres answers to the exporter, and to the command of the operations page', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'finance-statements-'));
    execFileSync('chmod', ['755', folder]); // Postgres runs as another user when we are root
    const server = await serverIn(join(folder, 'data'), {
      shared_preload_libraries: 'pg_stat_statements',
      ...STATEMENTS_SETTINGS,
    });
    await server.initialise();
    await server.start();
    const { host, port, superuser: username, superuserPassword: password } = server.address;
    const sql = postgres({ host, port, username, password, database: 'postgres', onnotice: () => {} });
    onTestFinished(async () => {
      await sql.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    await sql`CREATE EXTENSION pg_stat_statements`;
    await sql`CREATE ROLE ada PASSWORD 'never to be seen'`.simple();
    await sql`SELECT ${'slow'}::text AS marked, pg_sleep(0.01)`;
    const page = readFileSync(join(import.meta.dirname, '../../operations/README.md'), 'utf8');
    const [, told = ''] = /psql -U postgres -c '(SELECT [^']* pg_stat_statements [^']*)'/.exec(page) ?? [];
    for (const query of [STATEMENTS_QUERY.query, told]) {
      const rows = await sql.unsafe(query);
      expect(JSON.stringify(rows)).toContain('SELECT $1::text AS marked');
      expect(JSON.stringify(rows)).not.toContain('never to be seen');
    }
  });
});
