import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { readmeCommands } from '../../e2e/commands-in-markdown-pages.ts';
import type { KubeObject } from '../../manifests/object.ts';
import { pluralOf } from '../../manifests/plural-name.ts';

const ROOT = join(import.meta.dirname, '../../..');
const commands = readmeCommands().filter(
  ({ file, heading }) => file === 'infra/cluster/existing/README.md' && heading === 'Clean up',
);
const [namespaces = '', rest = '', look = ''] = commands.map(({ command }) => command);

describe('cleaning up with kubectl alone', () => {
  it('deletes the namespaces first, and then whatever there is a manifest of', () => {
    const files = globSync('charts-out/dev/00-*', { cwd: ROOT });
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) expect(namespaces).toContain(`-f ${file}`);
    expect(rest).toBe('kubectl delete -f charts-out/dev --ignore-not-found');
    for (const object of objectsOf('dev').filter(({ kind }) => kind === 'Namespace'))
      expect(files.map(read).join()).toContain(`name: ${object.metadata.name}\n`);
  });

  it.each(['dev', 'minikube'])('looks for all of %s that has no namespace', (stack) => {
    const outside = objectsOf(stack).filter(
      ({ kind, metadata }) => metadata.namespace === undefined && kind !== 'Namespace',
    );
    expect(outside.length).toBeGreaterThan(10);
    const [, kinds = '', names = ''] = /get (\S+) --output name \| grep -E '(.*)'$/.exec(look) ?? [];
    for (const { kind, metadata } of outside) {
      expect(kinds.split(',')).toContain(pluralOf(kind));
      expect(`${kind}/${metadata.name}`).toMatch(new RegExp(names));
    }
  });

  it('of the smallest stack is one command, which has all of its manifests', () => {
    const page = readmeCommands().filter(({ file }) => file === 'infra/settings/examples/minikube.md');
    expect(page.at(-1)?.command).toBe('kubectl delete -f charts-out/minikube --ignore-not-found');
  });
});

function objectsOf(stack: string): readonly KubeObject[] {
  return globSync(`charts-out/${stack}/*`, { cwd: ROOT }).flatMap(
    (file) => loadAll(read(file)).filter(Boolean) as KubeObject[],
  );
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
