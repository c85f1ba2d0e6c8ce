import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../manifests/object.ts';
import { objectsOf } from '../workloads/testing/objects-from-stack-file.ts';
import type { Loose } from '../workloads/testing/synthesize-chart.ts';
import { changes } from './changes.ts';
import { effectsOf, staleReaders } from './effects.ts';

/** Effects of a change of the dev stack: `kind: object: why`. */
function effectsAfter(
  change: (get: (kind: string, name: string) => Loose, objects: KubeObject[]) => void,
): string[] {
  const [before, now] = [objectsOf('dev'), objectsOf('dev')];
  change((kind, name) => {
    const found = now.find((it) => it.kind === kind && it.metadata.name.startsWith(name));
    if (!found) throw new Error(`no ${kind} ${name}`);
    return found as Loose;
  }, now);
  const changed = changes(before, now);
  expect(changed.length).toBeGreaterThan(0);
  const effects = [...changed.flatMap(effectsOf), ...staleReaders(changed, now)];
  return effects.map(({ kind, object, why }) => `${kind}: ${object}: ${why}`);
}

function removal(kind: string, name: string) {
  return (_: unknown, objects: KubeObject[]) => {
    const index = objects.findIndex((it) => it.kind === kind && it.metadata.name === name);
    expect(index).toBeGreaterThanOrEqual(0);
    objects.splice(index, 1);
  };
}

describe('what a change does', () => {
  it.each<[string, Parameters<typeof effectsAfter>[0], RegExp]>([
    [
      'a new image rolls the pods',
      (get) => {
        get('Deployment', 'web').spec.template.spec.containers[0].image = 'finance-platform/web:0.2.0';
      },
      /^restarts: Deployment finance\/web: its pods change: `containers\[web\]\.image`$/,
    ],
    [
      'a new Postgres rolls its pod, and leaves its data',
      (get) => {
        get('StatefulSet', 'postgres').spec.template.spec.containers[0].image = 'postgres:18.1';
      },
      /^restarts: StatefulSet finance\/postgres: its pods change: `containers\[postgres\]\.image`$/,
    ],
    [
      'another major version of Postgres does not start on the data',
      (get) => {
        get('StatefulSet', 'postgres').spec.template.spec.containers[0].image = 'postgres:19';
      },
      /^data at risk: StatefulSet finance\/postgres: it is of Postgres 18, and Postgres 19 does not start on it$/,
    ],
    [
      'another selector replaces a Deployment',
      (get) => {
        get('Deployment', 'web').spec.selector.matchLabels = { app: 'web' };
      },
      /^replaced: Deployment finance\/web: `spec\.selector\./,
    ],
    [
      'a smaller claim of a StatefulSet puts its data at risk, since the StatefulSet would be replaced',
      (get) => {
        get('StatefulSet', 'postgres').spec.volumeClaimTemplates[0].spec.resources.requests.storage = '512Mi';
      },
      /^data at risk: StatefulSet finance\/postgres: `spec\.volumeClaimTemplates.*cannot change in place/,
    ],
    [
      'a smaller claim cannot be had',
      (get) => {
        get('PersistentVolumeClaim', 'backups').spec.resources.requests.storage = '512Mi';
      },
      /^data at risk: .*storage shrinks from 1Gi to 512Mi/,
    ],
    [
      'another storage class replaces a claim',
      (get) => {
        get('PersistentVolumeClaim', 'backups').spec.storageClassName = 'other';
      },
      /^data at risk: PersistentVolumeClaim finance\/backups: `spec\.storageClassName` cannot change in place/,
    ],
    [
      'claims that go with their StatefulSet are data at risk',
      (get) => {
        get('StatefulSet', 'postgres').spec.persistentVolumeClaimRetentionPolicy = { whenDeleted: 'Delete' };
      },
      /^data at risk: .*becomes .*Delete/,
    ],
    ['a claim that is removed', removal('PersistentVolumeClaim', 'backups'), /^data at risk: .* is removed/],
    ['a namespace that is removed', removal('Namespace', 'finance'), /^data at risk: .* is removed/],
    [
      'a Deployment that is removed stops',
      removal('Deployment', 'redis'),
      /^stops: Deployment finance\/redis/,
    ],
    [
      'a Job of another content runs anew',
      (get) => {
        get('Job', 'migrate').metadata.name = 'migrate-00000000';
      },
      /^starts: Job finance\/migrate-<hash>: it runs anew, as migrate-00000000$/,
    ],
    [
      'a ConfigMap whose readers do not restart',
      (get) => {
        get('ConfigMap', 'web').data.LOG_LEVEL = 'debug';
      },
      /^stale: Deployment finance\/web: it reads ConfigMap finance\/web only when it starts$/,
    ],
    [
      'a lower quota',
      (get) => {
        get('ResourceQuota', 'quota').spec.hard.pods = 3;
      },
      /^limits: ResourceQuota finance\/quota: spec\.hard\.pods \d+ → 3$/,
    ],
    [
      'a Service that gets a port on every node',
      (get) => {
        get('Service', 'web').spec.type = 'NodePort';
      },
      /^exposed: Service finance\/web/,
    ],
  ])('%s', (_, change, expected) => {
    expect(effectsAfter(change)).toContainEqual(expect.stringMatching(expected));
  });

  it.each<[string, Parameters<typeof effectsAfter>[0]]>([
    [
      'a claim that grows',
      (get) => {
        get('PersistentVolumeClaim', 'backups').spec.resources.requests.storage = '20Gi';
      },
    ],
    [
      'a label of an object',
      (get) => {
        get('Deployment', 'web').metadata.labels.team = 'money';
      },
    ],
    [
      'a quota that is written otherwise',
      (get) => {
        const { hard } = get('ResourceQuota', 'quota').spec;
        hard.pods = `${Number(hard.pods) * 1000}m`;
      },
    ],
  ])('%s disturbs nobody', (_, change) => {
    expect(effectsAfter(change)).toEqual([]);
  });

  it('a ConfigMap whose readers restart anyway leaves nobody with old values', () => {
    const effects = effectsAfter((get) => {
      get('ConfigMap', 'web').data.LOG_LEVEL = 'debug';
      for (const name of ['web', 'worker'])
        get('Deployment', name).spec.template.metadata.annotations.changed = 'yes';
    });
    expect(effects).toEqual(
      ['web', 'worker'].map((name) =>
        expect.stringMatching(new RegExp(`^restarts: Deployment finance/${name}`)),
      ),
    );
  });
});
