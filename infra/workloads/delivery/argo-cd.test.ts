import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../manifests/object.ts';
import { render } from '../../synth/render.ts';
import { objectsIn } from '../house/objects-in.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings.ts';
import type { Loose } from '../testing/synthesized.ts';

const delivery = {
  kind: 'argo-cd',
  repository: 'https://git.example.com/finance.git',
  revision: 'v1',
  path: 'charts-out/prod',
};
const { app } = platform(settingsWith({ delivery }));
const objects = objectsIn(app);
const one = (kind: string, name: string): Loose => {
  const found = objects.find((it) => it.kind === kind && it.metadata.name.startsWith(name));
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
};
const waveOf = ({ metadata }: Loose | KubeObject) =>
  Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);

describe('the Application', () => {
  it('follows the manifests of the stack, and puts right what others change', () => {
    const { metadata, spec } = one('Application', 'finance');
    expect(metadata.namespace).toBe('argocd');
    expect(metadata).not.toHaveProperty('finalizers');
    expect(spec.source).toMatchObject({
      repoURL: delivery.repository,
      targetRevision: 'v1',
      path: delivery.path,
    });
    expect(spec.syncPolicy.automated).toEqual({ prune: true, selfHeal: true });
  });

  it('is not among what it delivers', () => {
    const { exclude } = one('Application', 'finance').spec.source.directory;
    const excluded = [...render(app).keys()].filter((file) => file.endsWith(exclude.slice(1)));
    expect(excluded).toHaveLength(1);
    expect(render(app).get(excluded[0] ?? '')).toContain('kind: Application');
  });
});

it.each([
  ['Namespace', 'finance'],
  ['StatefulSet', 'postgres'],
  ['PersistentVolumeClaim', 'uploads'],
])('a %s is never deleted by Argo CD', (kind, name) => {
  expect(one(kind, name).metadata.annotations).toHaveProperty(
    ['argocd.argoproj.io/sync-options'],
    'Prune=false,Delete=false',
  );
});

it('what can be made again may be pruned', () => {
  expect(one('Deployment', 'web').metadata.annotations ?? {}).not.toHaveProperty([
    'argocd.argoproj.io/sync-options',
  ]);
});

it('brings the database, then its schema, then the app with the claim that may wait for it', () => {
  expect(waveOf(one('StatefulSet', 'postgres'))).toBe(0);
  expect(waveOf(one('Job', 'migrate'))).toBe(1);
  expect(waveOf(one('Deployment', 'web'))).toBe(2);
  expect(waveOf(one('PersistentVolumeClaim', 'uploads'))).toBe(2);
});

it('closes the fence before anything runs', () => {
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
  expect(policies.length).toBeGreaterThan(5);
  expect(policies.map(waveOf).every((wave) => wave === 0)).toBe(true);
});

it('leaves no trace where Pulumi delivers', () => {
  const text = JSON.stringify(objectsIn(platform(settingsWith()).app));
  expect(text).not.toContain('argoproj.io');
});
