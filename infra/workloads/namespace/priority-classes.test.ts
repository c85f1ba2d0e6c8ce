import { expect, it } from 'vitest';
import { podTemplate } from '../../manifests/object.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings-with.ts';

const objects = (namespace: string) =>
  objectsIn(platform(settingsWith({ namespace, observability: { namespace: `${namespace}-watch` } })).app);

it('data goes before the app, the app before its cache, and all before what says nothing', () => {
  const value = (name: string) =>
    objects('money').find(({ metadata }) => metadata.name === name)?.['value'] as number;
  const [data, app, cache] = ['money-data', 'money-app', 'money-cache'].map(value) as [
    number,
    number,
    number,
  ];
  expect(data > app && app > cache && cache > 0).toBe(true);
  const classOf = (name: string) =>
    objects('money')
      .flatMap((object) => podTemplate(object) ?? [])
      .find(({ metadata }) => metadata?.labels?.['app.kubernetes.io/name'] === name)?.spec.priorityClassName;
  expect(['postgres', 'web', 'migrate', 'redis'].map(classOf)).toEqual([
    'money-data',
    'money-app',
    'money-app',
    'money-cache',
  ]);
});
