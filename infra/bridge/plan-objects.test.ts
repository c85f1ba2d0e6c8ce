import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { token } from '../manifests/placeholder-tokens.ts';
import { type PlannedObject, type PlanOptions, plan } from './plan-objects.ts';
import { released } from './protect-and-ignore-changes.ts';
import { maker, sampleApp } from './testing/sample-app.ts';

describe('the order of a plan', () => {
  it('puts everything after what it refers to', () => {
    const { objects } = plan(sampleApp());
    const position = (name: string) => objects.findIndex((object) => object.name === name);
    for (const { name, after } of objects) {
      for (const { to } of after) expect(position(to), `${to} before ${name}`).toBeLessThan(position(name));
    }
    expect(objects.map(({ name }) => name)).toEqual([
      'shop/namespace',
      'shop/service',
      'shop/ingress',
      'shop/config',
      'shop/login',
      'shop/web',
      'shop/autoscaler',
      'shop/store',
    ]);
  });

  it('says why one object waits for another', () => {
    expect(planned('shop/autoscaler').after).toContainEqual({
      to: 'shop/web',
      because: 'spec.scaleTargetRef',
    });
  });

  it('lets a namespace wait for nothing', () => {
    expect(planned('shop/namespace').after).toEqual([]);
  });

  it('holds a declared dependency for every object below both constructs', () => {
    const app = new App();
    const chart = new Chart(app, 'shop');
    const [late, early] = [new Construct(chart, 'late'), new Construct(chart, 'early')];
    for (const id of ['a', 'b']) maker(late)(id, 'v1', 'ConfigMap');
    for (const id of ['c', 'd']) maker(early)(id, 'v1', 'ConfigMap');
    late.node.addDependency(early);
    const { objects } = plan(app);
    expect(objects.map(({ name }) => name)).toEqual([
      'shop/early/c',
      'shop/early/d',
      'shop/late/a',
      'shop/late/b',
    ]);
    expect(objects.at(-1)?.after).toEqual([
      { to: 'shop/early/c', because: 'declared' },
      { to: 'shop/early/d', because: 'declared' },
    ]);
  });

  it('lets a construct depend on a part of itself', () => {
    const app = new App();
    const chart = new Chart(app, 'shop');
    maker(chart)('rest', 'v1', 'ConfigMap');
    chart.node.addDependency(maker(chart)('first', 'v1', 'ConfigMap'));
    expect(plan(app).objects.map(({ name }) => name)).toEqual(['shop/first', 'shop/rest']);
  });

  it('puts a quota after everything that it counts, whatever waits for it', () => {
    const app = new App();
    const chart = new Chart(app, 'shop');
    const elsewhere = maker(chart, 'monitoring')('scraper', 'v1', 'ConfigMap');
    const quota = maker(chart)('quota', 'v1', 'ResourceQuota', { spec: { hard: { pods: '3' } } });
    const pods = maker(chart)('config', 'v1', 'ConfigMap');
    for (const one of [pods, elsewhere]) one.node.addDependency(quota);
    maker(chart, 'monitoring')('other-quota', 'v1', 'ResourceQuota', { spec: { hard: { pods: '3' } } });
    const after = Object.fromEntries(plan(app).objects.map((one) => [one.name, one.after]));
    expect(after).toEqual({
      'shop/scraper': [],
      'shop/config': [],
      'shop/quota': [{ to: 'shop/config', because: 'counted by it' }],
      'shop/other-quota': [{ to: 'shop/scraper', because: 'counted by it' }],
    });
  });

  it('puts a custom resource after its definition', () => {
    const app = new App();
    const chart = new Chart(app, 'shop');
    maker(chart)('gauge', 'example.org/v1', 'Gauge');
    new ApiObject(chart, 'definition', {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'gauges.example.org' },
      spec: { group: 'example.org', names: { kind: 'Gauge', plural: 'gauges' } },
    });
    expect(plan(app).objects.map(({ name }) => name)).toEqual(['shop/definition', 'shop/gauge']);
  });
});

describe('what Pulumi is told about an object', () => {
  it('protects what holds data, and nothing else', () => {
    const { objects } = plan(sampleApp());
    expect(objects.filter(({ protect }) => protect).map(({ name }) => name)).toEqual([
      'shop/namespace',
      'shop/store',
    ]);
  });

  it('protects nothing when told so', () => {
    expect(plan(sampleApp(), { protectedKinds: [] }).objects.some(({ protect }) => protect)).toBe(false);
  });

  it('leaves the number of pods to the autoscaler, only where there is one', () => {
    expect(planned('shop/web').ignoreChanges).toEqual(['spec.replicas']);
    expect(planned('shop/store').ignoreChanges).toEqual([]);
  });

  it('keeps the sizes in claim templates, which nobody can change, unless the object was released', () => {
    const app = new App();
    const spec = {
      volumeClaimTemplates: ['data', 'log'].map((name) => ({ metadata: { name }, spec: {} })),
      template: { spec: { containers: [] } },
    };
    maker(new Chart(app, 'shop'))('store', 'apps/v1', 'StatefulSet', { spec });
    const [store] = plan(app).objects;
    expect(store?.ignoreChanges).toEqual(
      [0, 1].map((index) => `spec.volumeClaimTemplates[${index}].spec.resources.requests.storage`),
    );
    expect(store && released(store)).toEqual({ protect: false, ignoreChanges: [] });
  });

  it.each(['shop/ingress', 'shop/service'])('does not wait for %s', (name) => {
    expect(planned(name).manifest.metadata.annotations).toEqual({ 'pulumi.com/skipAwait': 'true' });
  });

  it('gives up on a Deployment in less than two minutes', () => {
    const { timeouts } = planned('shop/web');
    expect(Number.parseInt(timeouts.create, 10)).toBeLessThan(120);
    expect(timeouts.update).toBe(timeouts.create);
  });

  it.each([
    ['in less than two minutes', undefined, {}, 90],
    ['when it says so itself', 60, {}, 60],
    ['when told so', 900, { Job: 600 }, 600],
  ])('ends a Job %s, and hears of it', (_when, own, timeouts, seconds) => {
    const app = new App();
    maker(new Chart(app, 'shop'))('it', 'batch/v1', 'Job', { spec: { activeDeadlineSeconds: own } });
    const [job] = plan(app, { timeouts }).objects;
    expect(job?.manifest.spec).toEqual({ activeDeadlineSeconds: seconds });
    expect(Number.parseInt(job?.timeouts.create ?? '', 10)).toBeGreaterThan(seconds);
  });

  it('lets the old Job go before the new one comes, and nothing else', () => {
    const app = sampleApp();
    maker(new Chart(app, 'more'))('it', 'batch/v1', 'Job');
    const first = plan(app).objects.filter(({ deleteBeforeReplace }) => deleteBeforeReplace);
    expect(first.map(({ name }) => name)).toEqual(['more/it']);
  });

  it('starts a Job that failed again with the next run', () => {
    const app = new App();
    maker(new Chart(app, 'shop'))('it', 'batch/v1', 'Job');
    const [job] = plan(app).objects;
    expect(job?.manifest.metadata.annotations).toMatchObject({ 'pulumi.com/replaceUnready': 'true' });
  });

  it('waits for a workload itself, and leaves only its deletion to the provider', () => {
    expect(planned('shop/store').manifest.metadata.annotations).toEqual({
      'pulumi.com/waitFor': 'jsonpath={.metadata.uid}',
    });
    expect(planned('shop/store').readyWithin).toBe(300);
    expect(planned('shop/config')).toMatchObject({ readyWithin: undefined });
  });

  it('does not wait for what says so', () => {
    const app = new App();
    const annotations = { 'pulumi.com/skipAwait': 'true' };
    const fields = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', annotations } };
    new ApiObject(new Chart(app, 'shop'), 'web', fields);
    const [web] = plan(app).objects;
    expect(web).toMatchObject({ readyWithin: undefined, manifest: { metadata: { annotations } } });
  });

  it('waits as long as it is told for a kind', () => {
    expect(planned('shop/web', { timeouts: { Deployment: 600 } }).timeouts.update).toBe('600s');
    expect(planned('shop/store', { timeouts: { Deployment: 600 } }).timeouts.update).toBe('300s');
  });

  it('knows the contents that pods read', () => {
    expect(planned('shop/web').reads).toEqual(['shop/config', 'shop/login']);
    expect(planned('shop/store').reads).toEqual([]);
  });

  it('leaves out of names what a construct is made of, and what they say twice', () => {
    const app = new App();
    const chart = new Chart(app, 'shop');
    maker(new Construct(chart, 'web'))('Resource', 'apps/v1', 'Deployment');
    maker(new Construct(chart, 'front'))('Default', 'v1', 'Service');
    maker(new Construct(chart, 'shop'))('config', 'v1', 'ConfigMap');
    expect(plan(app).objects.map(({ name }) => name)).toEqual(['shop/web', 'shop/front', 'shop/config']);
  });

  it('keeps former names', () => {
    expect(planned('shop/web', { aliases: { 'shop/web': ['site/web'] } }).aliases).toEqual(['site/web']);
  });
});

describe('what a plan refuses', () => {
  it('two objects that wait for each other, with the way round', () => {
    const app = new App();
    const object = maker(new Chart(app, 'shop'));
    const a = object('a', 'apps/v1', 'StatefulSet', {
      spec: { serviceName: 'b', template: { spec: { containers: [] } } },
    });
    object('b', 'v1', 'Service').addDependency(a);
    expect(() => plan(app)).toThrow(
      'dependency cycle: shop/a → shop/b (spec.serviceName) → shop/a (declared)',
    );
  });

  it('two constructs that make the same object', () => {
    const app = new App();
    const chart = new Chart(app, 'shop');
    for (const id of ['one', 'two']) maker(new Construct(chart, id))('same', 'v1', 'ConfigMap');
    expect(() => plan(app)).toThrow(
      'two constructs make ConfigMap shop/same of group "": shop/one/same, shop/two/same',
    );
  });

  it('two constructs that would have the same identity', () => {
    const app = new App();
    const web = new Construct(new Chart(app, 'shop'), 'web');
    for (const id of ['Resource', 'Default']) maker(web)(id, 'v1', 'ConfigMap');
    expect(() => plan(app)).toThrow(
      'two constructs make the name "shop/web": shop/web/Resource, shop/web/Default',
    );
  });

  it('a name that is known only later', () => {
    const app = new App();
    maker(new Chart(app, 'shop'), token('namespace'))('it', 'v1', 'ConfigMap');
    expect(() => plan(app)).toThrow('shop/it: namespace must be plain text, got "⟦namespace⟧"');
  });

  it('an alias for an object that is not there', () => {
    expect(() => plan(sampleApp(), { aliases: { 'shop/wbe': ['x'] } })).toThrow(
      'an alias for "shop/wbe", which is not among: shop/ingress, ',
    );
  });

  it('a time-out for a kind that is not there', () => {
    expect(() => plan(sampleApp(), { timeouts: { Deploymnet: 60 } })).toThrow(
      'a time-out for "Deploymnet", which is not among: Ingress, ',
    );
  });

  it.each([0, -5, 1.5, '10m' as unknown as number])('a time-out of %s', (seconds) => {
    expect(() => plan(sampleApp(), { timeouts: { Deployment: seconds } })).toThrow(
      `the time-out for Deployment must be whole seconds, got ${JSON.stringify(seconds)}`,
    );
  });

  it('constructs that are not valid', () => {
    const app = new App();
    const chart = new Chart(app, 'shop');
    chart.node.addValidation({ validate: () => ['has no replicas'] });
    expect(() => plan(app)).toThrow('the app is not valid:\n  shop: has no replicas');
  });
});

function planned(name: string, options?: PlanOptions): PlannedObject {
  const { objects } = plan(sampleApp(), options);
  const found = objects.find((object) => object.name === name);
  if (!found) throw new Error(`no "${name}" among: ${objects.map((object) => object.name)}`);
  return found;
}
