import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse, stringify } from 'yaml';
import { type Recording, recordRegistrations } from './bridge/testing/record-registrations.ts';
import { settingsFrom } from './settings/read-settings-from-stack-file-or-pulumi.ts';
import { IMAGE_GENERATION } from './stack/refuse-image-of-earlier-manifests.ts';
import { platform } from './workloads/platform.ts';

const PROJECT = 'finance-platform';

describe('the program of the dev stack', () => {
  let recording: Recording;
  let outputs: unknown;
  beforeAll(async () => {
    vi.stubEnv('KUBECONFIG', kubeconfig());
    recording = await recordRegistrations(
      async () => {
        const config = Object.entries(devConfig()).map(([key, value]) => [
          key,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]);
        pulumi.runtime.setAllConfig(Object.fromEntries(config));
        outputs = (await import('./index.ts')).default;
      },
      { project: PROJECT, stack: 'dev' },
    );
  });
  afterAll(() => void vi.unstubAllEnvs());

  it('registers every object of the platform, and the cluster that they go to', () => {
    const groups = Object.entries(devConfig()).map(([key, value]) => [key.slice(PROJECT.length + 1), value]);
    const { app } = platform(settingsFrom(Object.fromEntries(groups), 'Pulumi.dev.yaml'));
    const objects = app.charts.flatMap((chart) => chart.toJson() as unknown[]);
    const registered = recording.all.filter(({ type }) => type.startsWith('kubernetes:'));
    expect(registered).toHaveLength(objects.length);
    expect(recording.named('cluster').inputs).toMatchObject({
      clusterIdentifier: 'test at https://test:6443',
    });
  });

  it('makes up the secrets and shows none of them', () => {
    expect(recording.named('secrets/redis').secrets).toEqual({
      stringData: { REDIS_PASSWORD: 'made-up-for-redis.password' },
    });
    const readable = JSON.stringify(recording.all.map(({ inputs }) => inputs));
    expect(readable).toContain('finance-platform/web');
    expect(readable).not.toContain('made-up-for');
    expect(readable).not.toContain('kube-secret');
  });

  it('lets the app roll when a secret changes', () => {
    expect(recording.named('web/server').inputs).toMatchObject({
      spec: {
        template: {
          metadata: {
            annotations: { 'finance-platform/value-checksum': expect.stringMatching(/^[0-9a-f]{16}$/) },
          },
        },
      },
    });
  });

  it('says where the app is, and which image runs', () => {
    expect(outputs).toEqual({
      url: 'http://finance.localhost',
      namespace: 'finance',
      image: 'finance-platform/web:0.1.0',
      imageGeneration: IMAGE_GENERATION,
    });
  });
});

function devConfig(): Record<string, unknown> {
  return parse(readFileSync(new URL('../Pulumi.dev.yaml', import.meta.url), 'utf8')).config;
}

function kubeconfig(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'index-test-')), 'config');
  const named = (field: string, value: object) => [{ name: 'test', [field]: value }];
  writeFileSync(
    file,
    stringify({
      'current-context': 'test',
      contexts: named('context', { cluster: 'test', user: 'test' }),
      clusters: named('cluster', { server: 'https://test:6443' }),
      users: named('user', { token: 'kube-secret' }),
    }),
  );
  return file;
}
