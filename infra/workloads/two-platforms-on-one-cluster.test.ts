import { expect, it } from 'vitest';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { platform } from './platform.ts';
import { settingsWith } from './testing/settings-with.ts';

it('two platforms on one cluster have no object of the cluster in common', () => {
  const names = (namespace: string) =>
    objectsIn(platform(settingsWith({ namespace, observability: { namespace: `${namespace}-watch` } })).app)
      .filter(({ metadata }) => metadata.namespace === undefined)
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(names('one').length).toBeGreaterThan(8);
  expect(names('one').filter((name) => names('two').includes(name))).toEqual([]);
});
