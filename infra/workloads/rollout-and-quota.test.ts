import { expect, it } from 'vitest';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { platform } from './platform.ts';
import { settingsWith } from './testing/settings-with.ts';
import type { Loose } from './testing/synthesize-chart.ts';

const IMAGE = 'registry.example.com/finance:1.0.0';
const objects = (groups: object) => objectsIn(platform(settingsWith({ ...groups })).app) as readonly Loose[];
const named = (all: readonly Loose[], kind: string, name: string): Loose =>
  all.find((it) => it['kind'] === kind && it['metadata'].name === name) as Loose;

it('a rollout adds and takes as many pods as the settings say, and the quota has room for them', () => {
  const with_ = (maxSurge: number) =>
    objects({ web: { image: IMAGE, rollout: { maxSurge, maxUnavailable: 1 } } });
  expect(named(with_(3), 'Deployment', 'web')['spec'].strategy.rollingUpdate).toEqual({
    maxSurge: 3,
    maxUnavailable: 1,
  });
  const pods = (all: readonly Loose[]) => Number(named(all, 'ResourceQuota', 'quota')['spec'].hard.pods);
  expect(pods(with_(8))).toBeGreaterThan(pods(with_(1)));
});
