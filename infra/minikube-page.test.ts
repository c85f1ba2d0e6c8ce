import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { needs } from './operations/print-resource-needs-and-node-fit.ts';

const ROOT = join(import.meta.dirname, '..');
const EXAMPLE = 'infra/settings/examples/minikube.yaml';
const page = readFileSync(join(ROOT, 'infra/settings/examples/minikube.md'), 'utf8').replaceAll('\n', ' ');

describe('the page about one machine', () => {
  it('has what `npm run needs` says of its stack', () => {
    const { said } = needed();
    const asked = said.match(/(?<=(?:CPU|memory|volumes) +)[\d.]+ \w+/g);
    expect(asked).toHaveLength(3);
    const [cores, memory, volumes] = asked ?? [];
    expect(page).toContain(`asks for ${cores}, ${memory} of memory and a volume of ${volumes} `);
  });

  it('names the size of cluster that the example does, in which it fits beside Kubernetes itself', () => {
    const size = (text: string) =>
      /cluster of (\d) cores and (\d) GiB/.exec(text)?.slice(1).map(Number) ?? [];
    const [cores = 0, memory = 0] = size(page);
    expect(size(readFileSync(join(ROOT, EXAMPLE), 'utf8'))).toEqual([cores, memory]);
    expect(page).toContain('Kubernetes itself takes about a core and 1.5 GiB');
    expect(page).toContain(`minikube start --cpus ${cores} --memory ${memory}g`);
    const { code } = needed('--nodes', `${cores - 1}/${(memory - 1.5) * 1024}Mi`);
    expect(code).toBe(0);
  });

  it.each(['minikube', 'kind', 'k3d', 'Docker Desktop'])('says which version of %s is needed', (tool) => {
    expect(page).toMatch(new RegExp(`\\| ${tool} \\| \\d+\\.\\d+ or newer`));
  });

  it('has no cluster made that is older than it asks for', () => {
    const [, oldest] = /Kubernetes 1\.(\d+) or newer/.exec(page) ?? [];
    const images = [...page.matchAll(/--image rancher\/k3s:v1\.(\d+)\./g)].map(([, minor]) => Number(minor));
    expect(images).toHaveLength(1);
    for (const minor of images) expect(minor).toBeGreaterThanOrEqual(Number(oldest));
  });
});

/** What is said of the example itself, whatever copy of it is in the project. */
function needed(...args: readonly string[]): { readonly code: number; readonly said: string } {
  const root = mkdtempSync(join(tmpdir(), 'finance-minikube-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, dirname(EXAMPLE)), { recursive: true });
  cpSync(join(ROOT, EXAMPLE), join(root, EXAMPLE));
  const said: string[] = [];
  const code = needs(['--stack', 'minikube', ...args], (line) => said.push(line), root);
  return { code, said: said.join('\n') };
}
