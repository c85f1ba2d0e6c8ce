import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { check } from '../manifests/check.ts';
import { address } from '../manifests/object.ts';
import { finder, references } from '../manifests/references.ts';
import { hasToken } from '../manifests/tokens.ts';
import { STACKS } from './command-line.ts';
import { platform } from './platform.ts';
import { objectsIn, render } from './render.ts';
import { settingsWith } from './testing/settings.ts';
import { objectsOf } from './testing/stacks.ts';

describe.each(STACKS)('the %s stack', (stack) => {
  it('has nothing that any check finds', () => {
    expect(check(objectsOf(stack))).toEqual([]);
  });

  it('never has a token or a Secret in its files', () => {
    const folder = join(import.meta.dirname, '../../charts-out', stack);
    const files = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    expect(files.length).toBeGreaterThan(8);
    for (const text of files) {
      expect(hasToken(text)).toBe(false);
      expect(text).not.toMatch(/^kind: Secret$/m);
      expect(text).not.toContain('pulumi.com/');
    }
  });

  it('has these objects, whose names never change', () => {
    const names = objectsOf(stack).map((object) => address(object).replace(/-[0-9a-f]{8}$/, '-<hash>'));
    expect(names.toSorted()).toEqual([
      ...['ConfigMap finance/postgres-init', 'ConfigMap finance/redis', 'ConfigMap finance/web'],
      ...['Deployment finance/redis', 'Deployment finance/web'],
      'HorizontalPodAutoscaler finance/web',
      'Ingress finance/web',
      'Job finance/migrate-<hash>',
      'LimitRange finance/defaults',
      'Namespace finance',
      ...[
        'controller-to-web',
        'deny-all',
        'migrate-to-dns',
        'migrate-to-postgres',
        'postgres-from-migrate',
      ].map(policy),
      ...['postgres-from-web', 'redis-from-web', 'scraper-to-web', 'web-to-dns', 'web-to-postgres'].map(
        policy,
      ),
      policy('web-to-redis'),
      'PersistentVolumeClaim finance/uploads',
      'PodDisruptionBudget finance/web',
      'ResourceQuota finance/quota',
      ...['database', 'database-owner', 'redis', 'session'].map((name) => `Secret finance/${name}`),
      ...['postgres', 'redis', 'web'].map((name) => `Service finance/${name}`),
      ...['migrate', 'postgres', 'redis', 'web'].map((name) => `ServiceAccount finance/${name}`),
      'StatefulSet finance/postgres',
    ]);
  });
});

function policy(name: string): string {
  return `NetworkPolicy finance/${name}`;
}

describe('platform', () => {
  it('has construct paths that never change: they are what Pulumi knows the objects by', () => {
    const { app } = platform(settingsWith());
    const charts = app.node.children.map((chart) => chart.node.id);
    expect(charts).toEqual([
      ...[
        'namespace',
        'quota',
        'fence',
        'secrets',
        'postgres',
        'redis',
        'uploads',
        'config',
        'migrate',
        'web',
        'exposure',
      ],
    ]);
    const paths = app.node.findAll().flatMap(({ node }) => (node.children.length === 0 ? [node.path] : []));
    expect(paths.filter((path) => !path.startsWith('fence/'))).toEqual([
      'namespace/namespace/Default',
      ...['quota/quota/resource-quota', 'quota/quota/limit-range'],
      ...[
        'secrets/secrets/database',
        'secrets/secrets/database-owner',
        'secrets/secrets/session',
        'secrets/secrets/redis',
      ],
      ...[
        'postgres/postgres/account',
        'postgres/postgres/init',
        'postgres/postgres/service',
        'postgres/postgres/server',
      ],
      ...['redis/redis/account', 'redis/redis/config', 'redis/redis/service', 'redis/redis/server'],
      'uploads/uploads/claim',
      'config/web/Default',
      ...['migrate/migrate/account', 'migrate/migrate/job'],
      ...[
        'web/web/account',
        'web/web/server',
        'web/web/scaling/autoscaler',
        'web/web/scaling/disruption-budget',
      ],
      'exposure/exposure/service',
    ]);
  });

  it('names in its files only what the same or an earlier file holds', () => {
    const charts = platform(settingsWith()).app.node.children.filter(Chart.isChart).map(objectsIn);
    charts.forEach((objects, index) => {
      const find = finder(charts.slice(0, index + 1).flat());
      const later = objects
        .flatMap(references)
        .filter((reference) => !reference.optional && !find(reference));
      expect(later).toEqual([]);
    });
  });

  it('puts everything into the namespace of the settings', () => {
    const objects = objectsIn(platform(settingsWith({ namespace: 'money' })).app);
    const namespaces = new Set(
      objects.map(({ kind, metadata }) => (kind === 'Namespace' ? metadata.name : metadata.namespace)),
    );
    expect([...namespaces]).toEqual(['money']);
    expect(check(objects)).toEqual([]);
  });

  it('drops the fence only where the settings say so', () => {
    const kinds = (networkPolicies: boolean) =>
      objectsIn(platform(settingsWith({ policies: { networkPolicies } })).app).map(({ kind }) => kind);
    expect(kinds(true)).toContain('NetworkPolicy');
    expect(kinds(false)).not.toContain('NetworkPolicy');
  });

  it('takes every image from the mirror', () => {
    const text = [
      ...render(platform(settingsWith({ images: { registry: 'mirror.local' } })).app).values(),
    ].join('');
    const images = [...text.matchAll(/image: (.*)/g)].map(([, image]) => image);
    expect(images.length).toBeGreaterThanOrEqual(6);
    for (const image of images) expect(image).toMatch(/^mirror\.local\//);
  });

  it('refuses more connections than the memory of the database holds', () => {
    const web = { image: 'finance:1.0.0', databaseConnections: 200 };
    expect(() => platform(settingsWith({ web }))).toThrow(
      'database: 2210 connections need a memory limit of',
    );
  });
});
