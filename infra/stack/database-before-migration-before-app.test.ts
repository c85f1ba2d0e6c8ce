import { describe, expect, it } from 'vitest';
import { plan } from '../bridge/plan-objects.ts';
import { EncryptedValue } from '../settings/redacted-encrypted-value.ts';
import { platform } from '../workloads/platform.ts';
import { settingsWith } from '../workloads/testing/settings-with.ts';

const MODES = {
  statefulset: { server: 'StatefulSet postgres', secrets: {} },
  'cloudnative-pg': { server: 'Cluster postgres', secrets: {} },
  external: {
    server: 'Namespace',
    secrets: {
      databaseOwnerUser: EncryptedValue.of('zeus'),
      databaseOwnerPassword: EncryptedValue.of('hush'),
    },
  },
};

describe.each(Object.entries(MODES))('with %s', (mode, { server, secrets }) => {
  it('the database is there before the migration, and that before the app', () => {
    const host = mode === 'external' ? { host: 'db.example.com' } : {};
    const order = planned({ database: { mode, ...host }, secrets }).map(
      ({ manifest: { kind, metadata } }) => `${kind} ${metadata.name}`,
    );
    const place = (name: string) => order.findIndex((one) => one.startsWith(name));
    expect(place(server)).toBeGreaterThan(-1);
    expect(place(server)).toBeLessThan(place('Job migrate-'));
    expect(place('Job migrate-')).toBeLessThan(place('Deployment web'));
  });
});

it('waits for a Cluster, which holds data that nobody deletes by accident', () => {
  const cluster = planned({ database: { mode: 'cloudnative-pg' } }).find(
    ({ manifest }) => manifest.kind === 'Cluster',
  );
  expect(cluster).toMatchObject({
    protect: true,
    readyWithin: 600,
  });
});

function planned(groups: Record<string, unknown>) {
  return plan(platform(settingsWith(groups)).app).objects;
}
