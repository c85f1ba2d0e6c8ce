import { expect, it } from 'vitest';
import { failureReport } from './failure-report.ts';
import { redactor } from './redact-secrets.ts';

const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' } };
const log = { namespace: 'shop', pod: 'web-1', container: 'it', previous: true };
const crash = { key: 'crash it', cause: 'it ends', advice: 'look at it', heals: true, log };

it('a report says what, why, the last words and what to do', async () => {
  const text = await failureReport({ object, why: '0 of 1 pods ready', troubles: [crash] }, async (place) => [
    `no database (${place.pod})`,
  ]);
  expect(text).toBe(
    `Deployment shop/web is not ready: 0 of 1 pods ready
  it ends
    | no database (web-1)
  → look at it`,
  );
});

it('a report of a time-out says after how long, and how to give it longer', async () => {
  const text = await failureReport({ object, why: 'x', troubles: [], timedOut: 90 }, async () => []);
  expect(text).toBe(
    `Deployment shop/web is not ready after 90 s without progress: x
  to wait longer: pulumi config set --path bridge:timeouts.Deployment SECONDS`,
  );
});

it('secrets are told in none of the forms that they take', () => {
  const redacted = redactor(['pass word/1', 'abc', 'line one\nline two']);
  const text = `pass word/1 pass%20word%2F1 ${Buffer.from('pass word/1').toString('base64')} abc line two`;
  expect(redacted(text)).toBe('(secret) (secret) (secret) abc (secret)');
});
