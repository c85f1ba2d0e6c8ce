import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { plan } from '../bridge/plan-objects.ts';
import { DATA_KINDS } from '../bridge/protect-and-ignore-changes.ts';
import { address, type KubeObject } from '../manifests/object.ts';
import { render } from '../synth/render-manifest-files.ts';
import { platform } from '../workloads/platform.ts';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { addOnsOfPulumi, shareOfPulumi } from './delivery-split.ts';

const settings = settingsWith({
  delivery: { kind: 'argo-cd', repository: 'https://git.example.com/finance.git', path: 'charts-out/prod' },
});
const planned = plan(platform(settings).app);

it('brings everything where Pulumi delivers', () => {
  expect(shareOfPulumi(planned, { kind: 'pulumi' })).toBe(planned);
});

it('brings Secrets, their namespaces and the Application where Argo CD delivers, each after what it needs', () => {
  const { objects } = shareOfPulumi(planned, settings.delivery);
  const kinds = new Set(objects.map(({ manifest }) => manifest.kind));
  expect([...kinds].sort()).toEqual(['AppProject', 'Application', 'Namespace', 'Role', 'Secret']);
  const secrets = planned.objects.filter(({ manifest }) => manifest.kind === 'Secret');
  expect(objects.filter(({ manifest }) => manifest.kind === 'Secret')).toHaveLength(secrets.length);
  const names = objects.map(({ name }) => name);
  for (const { after } of objects) for (const { to } of after) expect(names).toContain(to);
});

it('Argo CD never deletes what Pulumi would protect', () => {
  const data = planned.objects.filter(({ manifest }) => DATA_KINDS.includes(manifest.kind));
  expect(data.length).toBeGreaterThan(2);
  for (const { manifest } of data)
    expect(manifest.metadata.annotations?.['argocd.argoproj.io/sync-options']).toContain('Prune=false');
});

it('brings no Secret where a store has them: Argo CD brings what takes them from there', () => {
  const source = { kind: 'external-secrets', region: 'eu-central-1', prefix: 'finance' };
  const all = plan(platform(settingsWith({ delivery: settings.delivery, secrets: { source } })).app);
  const kinds = shareOfPulumi(all, settings.delivery).objects.map(({ manifest }) => manifest.kind);
  expect([...new Set(kinds)].sort()).toEqual(['AppProject', 'Application', 'Namespace', 'Role']);
});

describe('where Argo CD delivers', () => {
  const addOns = { certManager: { repository: 'https://charts.example.org/them' } };
  const with_ = (more: object) => settingsWith({ addOns, ...more });

  it('brings each object by one of the two, and leaves none to nobody', () => {
    const { delivery } = settings;
    const { app } = platform(with_({ delivery }));
    const { source } = plan(app).objects.find(
      ({ manifest }) => manifest.metadata.name === 'finance' && manifest.kind === 'Application',
    )?.manifest['spec'] as { source: { directory: { exclude: string } } };
    const globs = source.directory.exclude.slice(1, -1).split(',');
    const byArgo = [...render(app)]
      .filter(([file]) => !globs.some((glob) => new RegExp(`^${glob.replace('*', '.*')}$`).test(file)))
      .flatMap(([, text]) => (loadAll(text) as KubeObject[]).map(address));
    const byPulumi = shareOfPulumi(plan(app), delivery).objects.map(({ manifest }) => address(manifest));
    const all = plan(app).objects.map(({ manifest }) => address(manifest));
    expect([...byArgo, ...byPulumi].toSorted()).toEqual(all.toSorted());
    expect(byArgo.length).toBeGreaterThan(50);
  });

  it('installs Argo CD, which installs all others; otherwise all', () => {
    expect(addOnsOfPulumi(with_({ delivery: settings.delivery }))).toEqual([]);
    const argoCd = { repository: 'https://charts.example.org/argo' };
    const brought = addOnsOfPulumi(with_({ delivery: settings.delivery, addOns: { ...addOns, argoCd } }));
    expect(brought.map(({ name, chart }) => [name, chart])).toEqual([['argocd', 'argo-cd']]);
    expect(addOnsOfPulumi(with_({})).map(({ name }) => name)).toEqual(['cert-manager']);
  });
});
