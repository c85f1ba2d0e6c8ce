import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { describeScanned, manifestsIn, scansOf } from './collect-manifests-to-scan.ts';

const ROOT = join(import.meta.dirname, '../..');

it('every example is scanned, with all of its manifests, and named', () => {
  const examples = globSync('infra/settings/examples/*.yaml', { cwd: ROOT }).map((file) =>
    basename(file, '.yaml'),
  );
  expect(examples.length).toBeGreaterThan(1);
  const scanned = { ...manifestsIn(ROOT), variants: [] };
  const { ofStacks, ofOthers } = scansOf(scanned);
  const files = new Set([...ofStacks, ...ofOthers].flat());
  for (const name of examples) {
    const manifests = globSync(`charts-out/${name}/*`, { cwd: ROOT });
    expect(manifests.length, name).toBeGreaterThan(10);
    for (const file of manifests) expect(files).toContain(join(ROOT, file));
    expect(describeScanned(scanned)).toMatch(new RegExp(`\\b${name}\\b`));
  }
});

it('counts stacks, examples and variants apart', () => {
  const root = mkdtempSync(join(tmpdir(), 'finance-scan-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const example = 'infra/settings/examples/minikube.yaml';
  mkdirSync(join(root, dirname(example)), { recursive: true });
  cpSync(join(ROOT, example), join(root, example));
  cpSync(join(ROOT, 'Pulumi.dev.yaml'), join(root, 'Pulumi.dev.yaml'));
  for (const file of ['dev/a.yaml', 'minikube/a.yaml', 'minikube/b.yaml']) {
    mkdirSync(join(root, 'charts-out', dirname(file)), { recursive: true });
    writeFileSync(join(root, 'charts-out', file), '');
  }
  const scanned = { ...manifestsIn(root), variants: ['c', 'd', 'e'] };
  expect(describeScanned(scanned)).toBe('stacks dev (1 files), examples minikube (2 files) and 3 variants');
  const at = (file: string) => join(root, 'charts-out', file);
  expect(scansOf(scanned)).toEqual({
    ofStacks: [[at('dev/a.yaml')]],
    ofOthers: [[at('minikube/a.yaml'), at('minikube/b.yaml')], ['c'], ['d'], ['e']],
  });
});
