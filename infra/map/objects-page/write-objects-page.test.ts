import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { manifestsHere } from '../../diff/manifests-from-git-or-disk.ts';
import { address, type KubeObject } from '../../manifests/object.ts';
import { REASONS } from './object-reasons.ts';
import { OBJECTS_PAGE, objectsPage, writeObjectsPage } from './write-objects-page.ts';

const ROOT = join(import.meta.dirname, '../../..');
const OBJECTS = manifestsHere('dev', ROOT);

it('is what the objects of dev make: npm run map', () => {
  expect(readFileSync(join(ROOT, OBJECTS_PAGE), 'utf8')).toBe(objectsPage());
});

it('lists each file and each object of charts-out/dev once, and nothing else', () => {
  const page = objectsPage();
  expect(page.match(/(?<=^### ).*$/gm)).toEqual(readdirSync(join(ROOT, 'charts-out/dev')).toSorted());
  const listed = [...page.matchAll(/^\| ([A-Z][^|]+) \|/gm)].flatMap(([, cell = '']) =>
    cell.split('; ').flatMap((group) => {
      const [kind = '', ...names] = group.split(/,? /);
      return names.map((name) => `${kind} ${name.replaceAll('`', '')}`);
    }),
  );
  const there = OBJECTS.map((object) => address(object).replace(/^(Job .*)-[0-9a-f]{8}$/, '$1-…'));
  expect(listed.toSorted()).toEqual(there.toSorted());
});

it('names alerts that there are', () => {
  const rules = readFileSync(join(ROOT, 'charts-out/dev/60-prometheus.yaml'), 'utf8');
  const alerts = new Set([...rules.matchAll(/- alert: (\w+)/g)].map(([, name]) => name));
  const kinds = new Set(OBJECTS.map(({ kind }) => kind));
  const named = Object.values(REASONS)
    .flatMap(({ why, without }) => [why, without])
    .flatMap((text) => text.match(/\b(?:[A-Z][a-z]+){2,}\b/g) ?? [])
    .filter((word) => !kinds.has(word.replace(/s$/, '')));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !alerts.has(name))).toEqual([]);
});

it('says of no account that it has no rights where a role is bound to it', () => {
  const plain = new Set(
    [...objectsPage().matchAll(/^\| ServiceAccount (.*?) \| .*It has no rights/gm)].flatMap(
      ([, names = '']) => names.split(', ').map((name) => name.replaceAll('`', '')),
    ),
  );
  const bound = OBJECTS.flatMap(({ subjects }) => (subjects ?? []) as readonly KubeObject['metadata'][]);
  expect(plain.size).toBeGreaterThan(5);
  expect(
    bound.map(({ namespace, name }) => `${namespace}/${name}`).filter((name) => plain.has(name)),
  ).toEqual([]);
});

it('is written to its place', () => {
  const root = mkdtempSync(join(tmpdir(), 'tour-'));
  try {
    mkdirSync(dirname(join(root, OBJECTS_PAGE)), { recursive: true });
    expect(writeObjectsPage(root)).toBe(OBJECTS_PAGE);
    expect(readFileSync(join(root, OBJECTS_PAGE), 'utf8')).toBe(objectsPage());
  } finally {
    rmSync(root, { recursive: true });
  }
});
