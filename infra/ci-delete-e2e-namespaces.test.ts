import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

describe('.ci/delete-e2e-namespaces', () => {
  it('deletes those that every cluster test makes its own, and no others', () => {
    const own = namesOfTests().map((name) => `${name.replace(/\$\{\w+\}/, 'one')}-1a2b`);
    expect(own.length).toBeGreaterThan(20);
    const left = [...own, 'finance-e2e-metrics-1a2b-monitoring'];
    expect(deletedOf(['default', 'kube-system', 'cnpg-system', 'finance', 'e2e', ...left])).toEqual(left);
  });

  it('asks for nothing where there are none', () => {
    expect(deletedOf(['default'])).toEqual([]);
  });
});

/** Arguments of every `ownNamespace` call in the cluster tests. */
function namesOfTests(): readonly string[] {
  const files = globSync('infra/e2e/**/*.ts', { cwd: ROOT });
  return files.flatMap((file) => {
    const calls = readFileSync(join(ROOT, file), 'utf8').matchAll(/ownNamespace\(['`]([^'`]+)/g);
    return [...calls].map(([, name = '']) => name);
  });
}

/** Runs the script with a kubectl that lists these namespaces, and writes down which it is to delete. */
function deletedOf(namespaces: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'finance-namespaces-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [kubectl, there, deleted] = ['kubectl', 'there', 'deleted'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(there, namespaces.map((name) => `namespace/${name}\n`).join(''));
  writeFileSync(deleted, '');
  const program = `case "$1" in get) cat ${there} ;; delete) shift 2; printf '%s\\n' "$@" >${deleted} ;; esac`;
  writeFileSync(kubectl, `#!/bin/sh\n${program}\n`, { mode: 0o755 });
  const { status, stderr } = spawnSync(join(ROOT, '.ci/delete-e2e-namespaces'), [kubectl], {
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  const lines = readFileSync(deleted, 'utf8').split('\n').filter(Boolean);
  return lines.map((name) => name.replace('namespace/', ''));
}
