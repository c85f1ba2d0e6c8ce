import { expect, it } from 'vitest';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { settingsFrom } from './read-settings-from-stack-file-or-pulumi.ts';
import { EncryptedValue } from './redacted-encrypted-value.ts';
import { warningsOf } from './warnings.ts';

const warned = (metrics: object, secrets = {}) => {
  const web = { image: 'registry.example.com/shop/web:1' };
  return warningsOf(
    settingsFrom(
      {
        web,
        secrets,
        database: { protect: false },
        uploads: { storageClass: 'efs' },
        observability: { metrics },
      },
      'Pulumi.dev.yaml',
    ),
  );
};

it('warns where alerts are made and nobody is told, and only there', () => {
  expect(warned({ kind: 'self-contained' })).toEqual([expect.stringContaining('secrets.alertWebhook')]);
  const alerts = { receiver: { kind: 'webhook' } };
  const alertWebhook = EncryptedValue.of('https://chat.example.com/hook');
  expect(warned({ kind: 'self-contained', alerts }, { alertWebhook })).toEqual([]);
  expect(warned({ kind: 'operator' })).toEqual([]);
  expect(warned({ kind: 'none' })).toEqual([]);
});

it('says that what is unusual for the hour is not noticed where metrics are not kept for two weeks', () => {
  const told = (retentionDays: number) =>
    warned({ kind: 'self-contained', retentionDays }).filter((text) => text.includes('unusual'));
  expect(told(14)).toEqual([expect.stringMatching(/retentionDays is 14; it takes 15$/)]);
  expect(told(15)).toEqual([]);
});

it('warns of images that no registry is named for, and not of those whose publishers are known', () => {
  const origins = (groups: Record<string, unknown>) =>
    warningsOf(settingsWith({ backup: { objectStore }, ...groups })).filter((text) =>
      text.includes('registry'),
    );
  const web = { image: 'finance/web:1' };
  expect(origins({ web })).toEqual([
    expect.stringMatching(/^web\.image .* finance\/web:1 has to be on every node/),
  ]);
  expect(origins({ images: { redis: 'acme/redis:8' } })).toEqual([expect.stringMatching(/^images\.redis /)]);
  expect(origins({ images: { redis: 'redis:8' } })).toEqual([]);
  expect(origins({ web, images: { registry: 'mirror.local:5000' } })).toEqual([]);
});

const objectStore = { bucket: 'dumps', region: 'eu-central-1' };
