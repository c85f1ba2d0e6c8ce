import { describe, expect, it } from 'vitest';
import { podTemplate } from '../manifests/object.ts';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { platform } from './platform.ts';
import { settingsWith } from './testing/settings-with.ts';
import type { Loose } from './testing/synthesize-chart.ts';

const IMAGE = 'registry.example.com/finance:1.0.0';
const toleration = { key: 'dedicated', operator: 'Equal', value: 'finance', effect: 'NoSchedule' };
const on = (size: string) => ({ nodeSelector: { size } });
const objects = (groups: object) => objectsIn(platform(settingsWith({ ...groups })).app) as readonly Loose[];
const named = (all: readonly Loose[], kind: string, name: string): Loose =>
  all.find((it) => it['kind'] === kind && it['metadata'].name === name) as Loose;

describe('the placement of a workload', () => {
  it.each([
    ['web', 'Deployment', 'web'],
    ['worker', 'Deployment', 'worker'],
    ['frontend', 'Deployment', 'frontend'],
    ['database', 'StatefulSet', 'postgres'],
    ['cache', 'Deployment', 'redis'],
  ])('of %s is that of its pods, and of no others', (setting, kind, name) => {
    const placement = { ...on('large'), tolerations: [toleration], affinity: { nodeAffinity: {} } };
    const all = objects({
      frontend: { enabled: true },
      web: { image: IMAGE },
      [setting]: { placement, ...(setting === 'web' ? { image: IMAGE } : { enabled: true }) },
      ...(setting === 'frontend'
        ? {}
        : { [setting]: { placement, ...(setting === 'web' && { image: IMAGE }) } }),
    });
    const placed = all.filter((object) => podTemplate(object as never)?.spec['nodeSelector' as never]);
    expect(placed.map((object) => `${object['kind']} ${object['metadata'].name}`)).toEqual([
      `${kind} ${name}`,
    ]);
    expect(named(all, kind, name)['spec'].template.spec).toMatchObject({
      nodeSelector: { size: 'large' },
      tolerations: [toleration],
      affinity: { nodeAffinity: {} },
    });
  });

  it('of servers of CloudNativePG is in the words of its operator, beside their repulsion', () => {
    const placement = { ...on('large'), tolerations: [toleration], affinity: { podAntiAffinity: { a: 1 } } };
    const all = objects({ database: { mode: 'cloudnative-pg', placement } });
    expect(named(all, 'Cluster', 'postgres')['spec'].affinity).toMatchObject({
      enablePodAntiAffinity: true,
      nodeSelector: { size: 'large' },
      tolerations: [toleration],
      additionalPodAntiAffinity: { a: 1 },
    });
  });

  it('leaves no field where nothing is set', () => {
    const { spec } = named(objects({}), 'Deployment', 'web')['spec'].template;
    for (const field of ['nodeSelector', 'tolerations', 'affinity']) expect(spec).not.toHaveProperty(field);
  });
});
