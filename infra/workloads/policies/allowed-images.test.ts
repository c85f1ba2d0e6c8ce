import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { objectsOf } from '../testing/objects-from-stack-file.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** CEL expression of the allowed sources of images, from the first rule of the policy. */
function allowed(objects: readonly Loose[]): string {
  const policy = objects.find(
    ({ kind, metadata }) => kind === 'ValidatingAdmissionPolicy' && metadata.name === 'finance-images',
  );
  return policy?.['spec'].validations[0].expression;
}

describe('images come', () => {
  it('of an image of the platform from nowhere but its own repository', () => {
    const [, pattern = ''] = /i\.matches\('(\^[^']+)'\)/.exec(allowed(objectsOf('dev'))) ?? [];
    const matches = (image: string) => new RegExp(pattern).test(image);
    const ours = [
      'postgres:18',
      'finance-platform/web@sha256:00',
      'prom/prometheus:v3.15.0',
      'redis:8@sha256:00',
    ];
    expect(ours.filter((image) => !matches(image))).toEqual([]);
    const others = ['busybox:1.37', 'prom/other:1', 'acme/postgres:18', 'postgres-too:18', 'x.io/redis:8'];
    const ofHostsThatAreCalledSo = [
      'redis:8/redis:8',
      'postgres:5000/acme/miner@sha256:00',
      'finance-platform/web/x:1',
    ];
    const written = [
      'docker.io/finance-platform/web:1',
      'finance-platform/web-too:1',
      'finance-platform/web.too:1',
    ];
    expect([...others, ...ofHostsThatAreCalledSo, ...written].filter(matches)).toEqual([]);
  });

  it('of the app from the registry that prod names, and from no other under the same name', () => {
    const [, pattern = ''] = /i\.matches\('(\^[^']+)'\)/.exec(allowed(objectsOf('prod'))) ?? [];
    const matches = (image: string) => new RegExp(pattern).test(image);
    expect(matches('registry.example.com/finance-platform/web:0.1.0')).toBe(true);
    for (const image of [
      'finance-platform/web:0.1.0',
      'docker.io/finance-platform/web:0.1.0',
      'registry-example.com/finance-platform/web:0.1.0',
    ])
      expect(matches(image), image).toBe(false);
  });

  it('of operators from where prod says, and from nowhere else', () => {
    const expression = allowed(objectsOf('prod'));
    expect(expression.match(/startsWith\('[^']*'\)/g)).toEqual(["startsWith('registry.example.com/')"]);
    expect(expression).toMatch(/\|postgres\|/);
  });

  it('from the mirror alone where there is one', () => {
    const settings = settingsWith({ images: { registry: 'mirror.local:5000/hub' }, policies: {} });
    expect(allowed(objectsIn(platform(settings).app))).toBe(
      "variables.images.all(i, i.startsWith('mirror.local:5000/hub/'))",
    );
  });
});

it('the command of the operations page lists each image of prod without a digest', () => {
  const command = /^grep -rhoE .*charts-out\/prod.*$/m.exec(
    readFileSync(join(ROOT, 'infra/operations/README.md'), 'utf8'),
  )?.[0];
  const listed = execFileSync('sh', ['-c', command ?? 'false'], { cwd: ROOT, encoding: 'utf8' });
  for (const image of [
    'postgres:18.4',
    'redis:8.2.8',
    'registry.example.com/finance-platform/web:0.1.0',
    'prom/prometheus:v3.15.0',
  ])
    expect(listed.split('\n').filter((line) => line === image)).toHaveLength(1);
});
