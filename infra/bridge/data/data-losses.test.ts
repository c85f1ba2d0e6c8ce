import { ApiObject, App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../manifests/object.ts';
import { type PlanOptions, plan } from '../plan-objects.ts';
import type { FormerObject } from '../read-state-before-run.ts';
import { dataLosses, paired } from './data-losses.ts';

describe('what a run would lose', () => {
  it('is nothing when nothing changes, or only what may change', () => {
    expect(lost({ spec: spec() })).toEqual([]);
    expect(lost({ spec: { ...spec(), replicas: 3, template: { spec: { containers: [] } } } })).toEqual([]);
  });

  it('is nothing when a volume gets another size', () => {
    expect(lost({ spec: spec({ storage: '20Gi' }) })).toEqual([]);
  });

  it.each([
    ['its Service', { ...spec(), serviceName: 'other' }, 'spec.serviceName: "store" → "other"'],
    ['its selector', { ...spec(), selector: { matchLabels: { a: 'b' } } }, 'spec.selector: '],
    ['the class of its claims', spec({ storageClassName: 'fast' }), 'spec.volumeClaimTemplates: '],
    ['one claim less', { ...spec(), volumeClaimTemplates: undefined }, 'spec.volumeClaimTemplates: '],
  ])('is a StatefulSet that would be replaced for %s', (_what, changed, told) => {
    const [loss, ...others] = lost({ spec: changed });
    expect(loss?.text).toContain('StatefulSet shop/store would be replaced, and its pods with it');
    expect(loss?.text).toContain(told);
    expect(loss?.release).toBe('statefulset/shop/store');
    expect(others).toEqual([]);
  });

  it('is what gets another name', () => {
    const [loss] = lost({ metadata: { name: 'other', namespace: 'shop' }, spec: spec() });
    expect(loss?.text).toContain('StatefulSet shop/store would be replaced');
    expect(loss?.text).toContain('metadata.name: "store" → "other"');
    expect(loss?.release).toBe('statefulset/shop/store');
  });

  it('is nothing where no data is protected', () => {
    expect(lost({ spec: { ...spec(), serviceName: 'other' } }, { protectedKinds: [] })).toEqual([]);
  });

  it('knows an object by the name that it had before', () => {
    const changed = { spec: { ...spec(), serviceName: 'other' } };
    const before: FormerObject = { ...FORMER, name: 'site/store' };
    expect(lost(changed, { aliases: { 'shop/store': ['site/store'] } }, [before])).toHaveLength(1);
    expect(lost(changed, {}, [before])[0]?.text).toContain('no longer in the program');
  });

  it('is what is no longer in the program, with what Pulumi has to be told', () => {
    const gone: FormerObject = {
      urn: 'urn:pulumi:a::b::kubernetes:core/v1:Namespace::shop/namespace',
      name: 'shop/namespace',
      manifest: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    };
    expect(lost({ spec: spec() }, {}, [FORMER, gone])).toEqual([
      {
        text: `Namespace shop is no longer in the program: it would be deleted, and everything in it with it, claims and their data included
  → to allow this one: pulumi state unprotect --yes '${gone.urn}'`,
      },
    ]);
    const config = { ...gone, manifest: { ...gone.manifest, kind: 'ConfigMap' } };
    expect(lost({ spec: spec() }, {}, [FORMER, config])).toEqual([]);
  });
});

function spec(claim: { storage?: string; storageClassName?: string } = {}) {
  const { storage = '10Gi', ...more } = claim;
  const resources = { requests: { storage } };
  return {
    serviceName: 'store',
    selector: { matchLabels: { app: 'store' } },
    volumeClaimTemplates: [
      { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources, ...more } },
    ],
  };
}

const STORE = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'store', namespace: 'shop' } };
const FORMER: FormerObject = {
  urn: 'urn:pulumi:a::b::kubernetes:apps/v1:StatefulSet::shop/store',
  name: 'shop/store',
  manifest: { ...STORE, spec: spec() } as KubeObject,
};

function lost(changed: object, options: PlanOptions = {}, former = [FORMER]) {
  const app = new App();
  new ApiObject(new Chart(app, 'shop'), 'store', { ...STORE, ...changed });
  return dataLosses(paired(former, plan(app, options).objects));
}
