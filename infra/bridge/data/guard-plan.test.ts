import { ApiObject, App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../manifests/object.ts';
import { plan } from '../plan-objects.ts';
import type { FormerObject } from '../read-state-before-run.ts';
import { withPermissions } from './guard-plan.ts';

const STORE = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'store', namespace: 'shop' } };
const NAME = 'statefulset/shop/store';
const TAKE_BACK = "  → to take the permission back: pulumi config rm --path 'bridge:release";

describe('a permission of bridge:release', () => {
  it('is asked for by the name of what would be lost, in the next place of the setting', () => {
    expect(() => judged('other', ['namespace/shop'])).toThrow(
      `to allow this one: pulumi config set --path 'bridge:release[1]' ${NAME}`,
    );
  });

  it('takes the guard off in the run that needs it, which says what is lost', () => {
    const { plan: allowed, warnings } = judged('other', [NAME]);
    expect(guardsIn(allowed)).toEqual([{ protect: false, ignoreChanges: [] }]);
    expect(warnings).toEqual([expect.stringContaining('StatefulSet shop/store would be replaced')]);
  });

  it('takes nothing off in a run that loses nothing, which says in each how to take it back', () => {
    const { plan: allowed, warnings } = judged('store', [NAME]);
    expect(guardsIn(allowed)).toEqual(guardsIn(judged('store', []).plan));
    expect(guardsIn(allowed)).toEqual([{ protect: true, ignoreChanges: [expect.any(String)] }]);
    expect(warnings).toEqual([expect.stringContaining(`${TAKE_BACK}[0]'`)]);
    expect(warnings[0]).toContain(`may lose it without asking: ${NAME}\n`);
  });

  it('is taken back by its place, the last first, and those in use stay', () => {
    const { warnings } = judged('other', ['namespace/gone', NAME, 'namespace/shop']);
    expect(warnings.at(-1)?.split('\n')).toEqual([
      expect.stringMatching(/: namespace\/gone, namespace\/shop$/),
      `${TAKE_BACK}[2]'`,
      `${TAKE_BACK}[0]'`,
    ]);
  });

  it('is used by all that are named when the stack goes to another cluster', () => {
    const { plan: allowed, warnings } = judged('store', ['provider/cluster', NAME]);
    expect(guardsIn(allowed)).toEqual([{ protect: false, ignoreChanges: [] }]);
    expect(warnings).toEqual([]);
  });
});

/** A plan of one StatefulSet, judged where the stack holds it with a Service named `store`. */
function judged(serviceName: string, release: readonly string[]) {
  const app = new App();
  new ApiObject(new Chart(app, 'shop'), 'store', { ...STORE, spec: spec(serviceName) });
  const former: FormerObject = {
    urn: 'urn:pulumi:a::b::kubernetes:apps/v1:StatefulSet::shop/store',
    name: 'shop/store',
    manifest: { ...STORE, spec: spec('store') } as KubeObject,
  };
  return withPermissions(plan(app), [former], release);
}

function spec(serviceName: string) {
  return { serviceName, volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: {} }] };
}

function guardsIn({ objects }: ReturnType<typeof plan>) {
  return objects.map(({ protect, ignoreChanges }) => ({ protect, ignoreChanges }));
}
