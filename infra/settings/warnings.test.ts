import { expect, it } from 'vitest';
import { settingsFrom } from './read.ts';
import { Secured } from './secured.ts';
import { warningsOf } from './warnings.ts';

const warned = (metrics: object, secrets = {}) => {
  const web = { image: 'shop/web:1' };
  return warningsOf(
    settingsFrom(
      { web, secrets, database: { protect: false }, observability: { metrics } },
      'Pulumi.dev.yaml',
    ),
  );
};

it('warns where alerts are made and nobody is told, and only there', () => {
  expect(warned({ kind: 'self-contained' })).toEqual([expect.stringContaining('secrets.alertWebhook')]);
  const alerts = { receiver: { kind: 'webhook' } };
  const alertWebhook = Secured.of('https://chat.example.com/hook');
  expect(warned({ kind: 'self-contained', alerts }, { alertWebhook })).toEqual([]);
  expect(warned({ kind: 'operator' })).toEqual([]);
  expect(warned({ kind: 'none' })).toEqual([]);
});
