import { describe, expect, it } from 'vitest';
import { readWorkerConfig } from '../../../app/config.ts';
import { containerOf } from '../../local/process-from-manifest.ts';
import type { KubeObject } from '../../manifests/object.ts';
import { peakUsage } from '../../manifests/peak-usage.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { findingsBeyondDev } from '../testing/added-findings.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const synth = (groups: Record<string, unknown> = {}) => {
  const { app, values } = platform(settingsWith(groups));
  const objects = objectsIn(app);
  const one = (kind: string, name = 'worker'): Loose => {
    const found = objects.filter((it) => it.kind === kind && it.metadata.name === name);
    if (found.length !== 1) throw new Error(`${found.length} times ${kind} ${name}`);
    return found[0] as Loose;
  };
  return { objects: objects as readonly KubeObject[], values, one };
};

describe('the worker', () => {
  const { objects, values, one } = synth();
  const { spec } = one('Deployment');
  const pod = spec.template.spec;
  const [server] = pod.containers;

  it('runs the image of the app, and passes every check of the manifests', () => {
    expect(server.image).toBe(one('Deployment', 'web')['spec'].template.spec.containers[0].image);
    expect(server.command).toEqual(['node', 'app/worker/server.ts']);
    expect(findingsBeyondDev(objects)).toEqual([]);
  });

  it('is told what it reads, and signs in as a role of its own', () => {
    const filled = new Map(values.map(({ token }) => [token, token.padEnd(64, 'x')]));
    const { environment } = containerOf(objects, 'worker', filled);
    expect(readWorkerConfig(environment)).toMatchObject({
      host: '0.0.0.0',
      port: 9464,
      database: { host: 'postgres', name: 'finance', user: 'finance_worker', poolSize: 2 },
    });
  });

  it('has one secret, and that is of nobody else but who makes the role', () => {
    expect(server.envFrom).toEqual([
      { configMapRef: { name: 'web' } },
      { secretRef: { name: 'database-worker' } },
    ]);
    const readers = objects.filter((object) =>
      JSON.stringify(object).includes('"secretRef":{"name":"database-worker"}'),
    );
    expect(readers.map(({ metadata }) => metadata.name.replace(/-[0-9a-f]{8}$/, '')).toSorted()).toEqual([
      'migrate',
      'restore',
      'worker',
    ]);
  });

  it('is asked at the port of its metrics how it is, and waits for its schema and its role', () => {
    expect(server.ports).toEqual([{ name: 'metrics', containerPort: 9464 }]);
    for (const probe of ['startupProbe', 'livenessProbe'])
      expect(server[probe].httpGet).toEqual({ path: '/health', port: 'metrics' });
    expect(server.readinessProbe.httpGet).toEqual({ path: '/ready', port: 'metrics' });
    expect(pod.initContainers[0].command).toEqual(['node', 'app/database/wait-for-migrations.ts', 'worker']);
  });

  it('has a minute for the job in hand', () => expect(pod.terminationGracePeriodSeconds).toBe(70));

  it('is called by nobody: it has no Service, and no volume but its own', () => {
    expect(() => one('Service')).toThrow('0 times');
    expect(pod.volumes.map(({ name }: { name: string }) => name)).toEqual(['tmp', 'database-ca']);
    expect(pod.automountServiceAccountToken).toBe(false);
  });

  it('never has more pods than were asked for, and sends one away at a time', () => {
    const three = synth({ worker: { replicas: 3 } });
    expect([spec.replicas, three.one('Deployment')['spec'].replicas]).toEqual([1, 3]);
    expect(spec.strategy.rollingUpdate).toEqual({ maxSurge: 0, maxUnavailable: 1 });
    expect(three.one('PodDisruptionBudget')['spec'].maxUnavailable).toBe(1);
    expect(pod.topologySpreadConstraints).toHaveLength(2);
    const used = (all: readonly KubeObject[]) =>
      peakUsage(all.filter(({ metadata }) => metadata.name === 'worker'));
    expect(used(three.objects)).toMatchObject({ pods: 3, 'limits.cpu': 3 });
  });
});
