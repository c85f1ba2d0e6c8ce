import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readContext } from './read-kubeconfig-context.ts';

describe('the kubeconfig', () => {
  it('is the file that the settings name, in its current context', () => {
    const file = write({ home: 'https://one:6443' });
    expect(readContext({ kubeconfig: file }, {})).toMatchObject({
      name: 'home',
      server: 'https://one:6443',
    });
  });

  it('holds the chosen context only, so that no other credentials go into the state', () => {
    const file = write({ home: 'https://one:6443', office: 'https://two:6443' });
    const { kubeconfig } = readContext({ kubeconfig: file, context: 'office' }, {});
    expect(kubeconfig).toContain('token-of-office');
    expect(kubeconfig).not.toContain('home');
    expect(JSON.parse(kubeconfig)).toMatchObject({
      'current-context': 'office',
      users: [{ name: 'office' }],
    });
  });

  it('may lie in the home folder', () => {
    const file = write({ home: 'https://one' }, 'config');
    expect(readContext({ kubeconfig: '~/config' }, { HOME: join(file, '..') }).name).toBe('home');
  });

  it('is the one of KUBECONFIG when the settings name none', () => {
    expect(readContext({}, { KUBECONFIG: write({ home: 'https://one' }) }).name).toBe('home');
  });

  it('may lie in several files, of which the first counts and missing ones do not', () => {
    const [first, second] = [
      write({ home: 'https://one' }),
      write({ home: 'https://no', office: 'https://two' }),
    ];
    const environment = { KUBECONFIG: `/missing:${first}:${second}` };
    expect(readContext({}, environment).server).toBe('https://one');
    expect(readContext({ context: 'office' }, environment).server).toBe('https://two');
  });

  it('takes in the files that it points to', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
    writeFileSync(join(folder, 'ca.crt'), 'CA');
    const file = write({ home: 'https://one' }, 'config', folder, { 'certificate-authority': 'ca.crt' });
    const { clusters } = JSON.parse(readContext({ kubeconfig: file }, {}).kubeconfig);
    expect(clusters[0].cluster).toEqual({
      server: 'https://one',
      'certificate-authority-data': Buffer.from('CA').toString('base64'),
    });
  });
});

describe('a kubeconfig that cannot be used', () => {
  it.each([
    ['named by the settings', { kubeconfig: '/no/such' }, {}, 'cluster.kubeconfig names /no/such, not found'],
    ['named by KUBECONFIG', {}, { KUBECONFIG: '/a:/b' }, 'KUBECONFIG names /a, /b, not found'],
    ['by default', {}, { HOME: '/nobody' }, 'the default names /nobody/.kube/config, not found'],
  ])('is a missing one %s', (_which, choice, environment, message) => {
    expect(() => readContext(choice, environment)).toThrow(message);
  });

  it('lacks the context', () => {
    const file = write({ home: 'https://one', office: 'https://two' });
    expect(() => readContext({ kubeconfig: file, context: 'hoem' }, {})).toThrow(
      `no context "hoem" in ${file}, which knows: home, office`,
    );
  });

  it('has no current context', () => {
    const file = write({});
    expect(() => readContext({ kubeconfig: file }, {})).toThrow(`no current context in ${file}`);
  });

  it('is broken, of which nothing is quoted', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'kubeconfig-')), 'config');
    writeFileSync(file, 'users:\n  - user: { token: t0ken\ncontexts: []\n');
    const read = () => readContext({ kubeconfig: file }, {});
    expect(read).toThrow(`${file} is not YAML: `);
    expect(read).not.toThrow('t0ken');
  });

  it('is another kind of file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'kubeconfig-')), 'config');
    writeFileSync(file, 'a: 1');
    expect(() => readContext({ kubeconfig: file }, {})).toThrow(`${file} is not a kubeconfig`);
  });
});

/** Writes a kubeconfig with one context, cluster and user for each name; the first is the current one. */
function write(
  servers: Readonly<Record<string, string>>,
  name = 'config',
  folder = mkdtempSync(join(tmpdir(), 'kubeconfig-')),
  more: Readonly<Record<string, string>> = {},
): string {
  const names = Object.keys(servers);
  const file = join(folder, name);
  const config = {
    'current-context': names[0] ?? '',
    contexts: names.map((it) => ({ name: it, context: { cluster: it, user: it } })),
    clusters: names.map((it) => ({ name: it, cluster: { server: servers[it], ...more } })),
    users: names.map((it) => ({ name: it, user: { token: `token-of-${it}` } })),
  };
  writeFileSync(file, stringify(config));
  return file;
}
