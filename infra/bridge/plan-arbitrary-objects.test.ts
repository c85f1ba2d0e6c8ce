import { globSync, readFileSync } from 'node:fs';
import { ApiObject, App, Chart } from 'cdk8s';
import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../manifests/object.ts';
import { hasSizes } from './data/compare-volume-sizes.ts';
import { plan } from './plan-objects.ts';
import { maker } from './testing/sample-app.ts';

const ROOT = new URL('../../', import.meta.url).pathname;

const planned = (apiVersion: string, kind: string, fields: Record<string, unknown> = {}) => {
  const app = new App();
  maker(new Chart(app, 'shop'))('it', apiVersion, kind, fields);
  const [object] = plan(app).objects;
  if (object === undefined) throw new Error('the plan is empty');
  return object;
};

describe('an object that leaves out what its kind allows', () => {
  it.each([
    ['external-secrets.io/v1', 'ExternalSecret', { spec: { data: [{ secretKey: 'a' }] } }],
    ['external-secrets.io/v1', 'ExternalSecret', { spec: { target: { name: 'b' }, dataFrom: [{}] } }],
    [
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      { spec: { scaleTargetRef: { kind: 'Deployment', name: 'it' } } },
    ],
    ['apps/v1', 'StatefulSet', { spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }] } }],
    ['postgresql.cnpg.io/v1', 'Cluster', { spec: { storage: { pvcTemplate: {} } } }],
    ['postgresql.cnpg.io/v1', 'Cluster', {}],
    ['cert-manager.io/v1', 'Certificate', {}],
  ])('is planned: %s %s %j', (apiVersion, kind, fields) => {
    expect(planned(apiVersion, kind, fields).name).toBe('shop/it');
  });

  it('brings what its template does not say', () => {
    const app = new App();
    const object = maker(new Chart(app, 'shop'));
    const container = {
      name: 'web',
      env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'login', key: 'a' } } }],
    };
    object('web', 'v1', 'Pod', { spec: { containers: [container] } });
    object('login', 'external-secrets.io/v1', 'ExternalSecret', { spec: { dataFrom: [{}] } });
    expect(plan(app).objects.map(({ name }) => name)).toEqual(['shop/login', 'shop/web']);
  });
});

describe('a kind of another group', () => {
  it.each([
    ['cluster.x-k8s.io/v1beta1', 'Cluster', { spec: { storage: { size: '1Gi' }, instances: 3 } }],
    ['example.org/v1', 'StatefulSet', { spec: { volumeClaimTemplates: [{}] } }],
    ['example.org/v1', 'PersistentVolumeClaim', { spec: { resources: { requests: { storage: '1Gi' } } } }],
    ['app.k8s.io/v1beta1', 'Application', {}],
    ['networking.gke.io/v1', 'Certificate', {}],
    ['networking.internal.knative.dev/v1alpha1', 'Certificate', { spec: { dnsNames: [] } }],
    ['networking.istio.io/v1', 'Gateway', { spec: { servers: [] } }],
    ['batch.volcano.sh/v1alpha1', 'Job', { spec: { tasks: [] } }],
    ['example.org/v1', 'Secret', { data: 3 }],
    ['example.org/v1', 'Node', { spec: {} }],
  ])('is not taken for the one that is known: %s %s', (apiVersion, kind, fields) => {
    const object = planned(apiVersion, kind, fields);
    expect(object).toMatchObject({
      protect: false,
      ignoreChanges: [],
      deleteBeforeReplace: undefined,
      readyWithin: undefined,
      after: [],
    });
    expect(object.manifest['spec']).toEqual((fields as { spec?: object }).spec);
    expect(hasSizes(object.manifest)).toBe(false);
  });
});

/** One object of each kind in charts-out. */
const EVERY_KIND = [
  ...new Map(
    globSync('charts-out/*/*.yaml', { cwd: ROOT })
      .flatMap((file) => loadAll(readFileSync(`${ROOT}${file}`, 'utf8')) as KubeObject[])
      .map((object) => [object.kind, object]),
  ).values(),
];

describe('any object', () => {
  it('with anything in the place of one of its fields is planned, or refused by the name of its construct', () => {
    expect(EVERY_KIND.length).toBeGreaterThan(20);
    const anything = fc.constantFrom(undefined, null, '', 'x', 7, true, [], [null], {}, [{}], { name: {} });
    fc.assert(
      fc.property(fc.constantFrom(...EVERY_KIND), fc.nat(), anything, (object, nth, value) => {
        const paths = [...fieldsOf(object)].filter(([first]) => first !== 'apiVersion' && first !== 'kind');
        const changed = setAt(object, paths[nth % paths.length] ?? [], value) as KubeObject;
        const app = new App();
        const { apiVersion, kind, metadata } = object;
        new ApiObject(new Chart(app, 'shop'), 'it', {
          ...changed,
          apiVersion,
          kind,
          metadata: named(changed, metadata),
        });
        try {
          plan(app);
        } catch (error) {
          expect((error as Error).message).toMatch(/^shop\/it: /);
          expect((error as Error).cause).not.toBeInstanceOf(TypeError);
        }
      }),
      { numRuns: 10_000 },
    );
  });
});

/** An object without a name fails the plan with an error of its own, tested elsewhere. */
function named({ metadata }: KubeObject, { name, namespace }: KubeObject['metadata']) {
  return { ...metadata, name, ...(namespace !== undefined && { namespace }) };
}

type Path = readonly (string | number)[];

function* fieldsOf(value: unknown, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* fieldsOf(inner, [...path, key]);
}

function setAt(object: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  const copy = (Array.isArray(object) ? [...object] : { ...(object as object) }) as Record<
    string | number,
    unknown
  >;
  copy[step] = setAt(copy[step], rest, value);
  return copy;
}
