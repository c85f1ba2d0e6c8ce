import { expect, it } from 'vitest';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../workloads/platform.ts';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { keepsClearText } from './preserve-postgres-without-tls.ts';

const settings = (database: object = {}) => settingsWith({ database });
const objects = (database: object = {}) => objectsIn(platform(settings(database)).app);
const before = objects({ clearText: 'only' });

it('a server without TLS goes on without it, until the stack file says otherwise', () => {
  expect(keepsClearText(settings(), before)).toBe(true);
  for (const clearText of ['accepted', 'refused'])
    expect(keepsClearText(settings({ clearText }), before)).toBe(false);
});

it('a new server, and one that has TLS, refuses connections without it', () => {
  expect(keepsClearText(settings(), [])).toBe(false);
  expect(keepsClearText(settings(), objects())).toBe(false);
  expect(keepsClearText(settings(), objects({ clearText: 'accepted' }))).toBe(false);
});

it('is nothing to a database elsewhere, nor to a server of another namespace', () => {
  expect(keepsClearText(settings({ mode: 'cloudnative-pg' }), before)).toBe(false);
  expect(keepsClearText(settingsWith({ namespace: 'other' }), before)).toBe(false);
});

it('leaves nothing in the server that would restart it, as the library that counts statements would', () => {
  expect(JSON.stringify(before)).not.toContain('pg_stat_statements"');
  expect(JSON.stringify(before)).not.toMatch(/CREATE EXTENSION|finance_statements:/);
  expect(JSON.stringify(objects())).toMatch(/CREATE EXTENSION.*finance_statements:/s);
});

it('leaves nothing of TLS in the server, its clients and the Secrets', () => {
  const about = before.filter(({ metadata }) => /^(?:postgres|worker|migrate)/.test(metadata.name));
  expect(about.length).toBeGreaterThan(4);
  expect(JSON.stringify(about)).not.toMatch(/--ssl|postgres-tls|postgres-access|database-ca/);
  expect(before.map(({ metadata }) => metadata.name)).toContain('redis-tls');
});
