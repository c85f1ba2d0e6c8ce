import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { settingsWith } from '../workloads/testing/settings.ts';
import { layOut } from './layout.ts';
import { withMap } from './map-command.ts';
import { mapOf } from './model.ts';
import { toSvg } from './svg.ts';

const INGRESS = settingsWith({ exposure: { kind: 'ingress', host: 'finance.example.com' } });

it("the README's picture is the platform: npm run map", () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  expect(readme).toBe(withMap(readme));
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

it('lays everything out without one place on another, each in its namespace', async () => {
  const { places, namespaces, links, width, height } = await layOut(mapOf(INGRESS));
  expect(links.length).toBe(mapOf(INGRESS).links.length);
  for (const one of places) {
    expect(one.x + one.width).toBeLessThan(width);
    expect(one.y + one.height).toBeLessThan(height);
    for (const other of places) {
      const apart =
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y;
      expect(one === other || apart, `${one.place.id} on ${other.place.id}`).toBe(true);
    }
    const home = namespaces.find(({ name }) => name === one.place.namespace);
    if (home) expect(one.x > home.x && one.y > home.y && one.x + one.width < home.x + home.width).toBe(true);
  }
});

it('names what it draws in a picture that is XML', async () => {
  const svg = toSvg('a & b', await layOut(mapOf(INGRESS)));
  expect(svg).toContain('<title>a &#38; b</title>');
  for (const name of ['web', 'postgres', 'redis', 'uploads', 'people'])
    expect(svg).toContain(`>${name}</text>`);
  expect(svg.match(/<path class="network"/g)).toHaveLength(
    mapOf(INGRESS).links.filter(({ kind }) => kind === 'network').length,
  );
});
