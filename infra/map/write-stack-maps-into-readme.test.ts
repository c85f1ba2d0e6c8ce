import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { mapOf } from './build-map-of-workloads-and-network-paths.ts';
import { toMermaid } from './mermaid.ts';
import { drawMaps, PAGE, withMap } from './write-stack-maps-into-readme.ts';

const INGRESS = settingsWith({
  exposure: { kind: 'ingress', host: 'finance.example.com' },
  uploads: { kind: 'volume' },
});

it('shows who runs, who may talk to whom, and where data lives', () => {
  const { places, links } = mapOf(INGRESS);
  const drawn = links.map(({ from, to, label }) => `${from} → ${to} ${label}`.trim());
  expect(drawn).toEqual(
    expect.arrayContaining([
      'people → kube-system/controller finance.example.com',
      'kube-system/controller → finance/web 8080',
      'finance/web → finance/postgres 5432',
      'finance/web → finance/claim/uploads',
      'finance/postgres → finance/claim/postgres data',
    ]),
  );
  expect(drawn.filter((link) => link.startsWith('finance/redis → ') && !link.includes('/claim/'))).toEqual(
    [],
  );
  expect(places.find(({ id }) => id === 'finance/claim/uploads')).toMatchObject({
    kind: 'data',
    detail: '5Gi',
  });
});

it('shows the volumes that an operator makes', () => {
  const { places, links } = mapOf(
    settingsWith({ database: { mode: 'cloudnative-pg', storage: { size: '7Gi' } } }),
  );
  const id = 'finance/claim/postgres data';
  expect(places.find((place) => place.id === id)).toMatchObject({ kind: 'data', detail: '3 × 7Gi' });
  expect(links).toContainEqual({ from: 'finance/postgres', to: id, label: '', kind: 'data' });
});

it.each([
  ['nobody comes from outside through a forwarded port', { kind: 'port-forward' }, []],
  [
    'anybody comes through the port of a node',
    { kind: 'node-port', host: '10.0.0.1' },
    ['anywhere → finance/web'],
  ],
])('%s', (_, exposure, expected) => {
  const { links } = mapOf(settingsWith({ exposure }));
  const outside = links.filter(({ from }) => ['anywhere', 'people'].includes(from));
  expect(outside.map(({ from, to }) => `${from} → ${to}`)).toEqual(expected);
});

it('draws each place by its name, and each link with an arrow of its kind', () => {
  const map = mapOf(INGRESS);
  const drawn = toMermaid(map);
  for (const name of ['web', 'postgres', 'redis', 'uploads', 'people'])
    expect(drawn).toContain(`"${name}<br/>`);
  const ofKind = (kind: string) => map.links.filter((link) => link.kind === kind).length;
  expect(drawn.match(/ --> ?/g)).toHaveLength(ofKind('network'));
  expect(drawn.match(/ -\.- ?/g)).toHaveLength(ofKind('data'));
});

describe('the page', () => {
  const project = join(import.meta.dirname, '../..');
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'map-'));
    mkdirSync(join(root, 'infra/map'), { recursive: true });
    cpSync(join(project, 'Pulumi.dev.yaml'), join(root, 'Pulumi.dev.yaml'));
    writeFileSync(join(root, PAGE), '# Map\n');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it.each(['dev', 'prod', 'lab'])('shows %s as it is: npm run map', (stack) => {
    const page = readFileSync(join(project, PAGE), 'utf8');
    expect(page).toBe(withMap(page, stack));
  });

  it('gets a heading for a stack that it does not show yet, and stays the same when it is drawn again', () => {
    expect(drawMaps([], root)).toBe(PAGE);
    const page = readFileSync(join(root, PAGE), 'utf8');
    expect(page).toMatch(/^# Map\n\n## dev\n\n<!-- map dev -->\n\n```mermaid\nflowchart LR\n/);
    drawMaps(['--stack', 'dev'], root);
    expect(readFileSync(join(root, PAGE), 'utf8')).toBe(page);
  });

  it('keeps what stands before and after a map', () => {
    writeFileSync(join(root, PAGE), '# Map\n<!-- map dev -->\nold\n<!-- /map dev -->\nafter\n');
    drawMaps([], root);
    const page = readFileSync(join(root, PAGE), 'utf8');
    expect(page).toMatch(/^# Map\n<!-- map dev -->/);
    expect(page).toMatch(/<!-- \/map dev -->\nafter\n$/);
    expect(page).not.toContain('old');
  });

  it('refuses a stack that is not there', () => {
    expect(() => drawMaps(['--stack', 'staging'], root)).toThrow('there is no stack "staging"');
  });
});
