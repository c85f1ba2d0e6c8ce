import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { Loose } from '../workloads/testing/synthesize-chart.ts';
import { printSecrets } from './print-secrets.ts';

const printed = (stack: string) => loadAll(printSecrets(['--stack', stack], {})) as Loose[];

describe('printSecrets', () => {
  it('prints the Secrets of a stack, every value in place', () => {
    const secrets = printed('dev');
    expect(secrets.map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name])).toEqual([
      ['Secret', 'finance', 'database-web'],
      ['Secret', 'finance', 'database-worker'],
      ['Secret', 'finance', 'database-owner'],
      ['Secret', 'finance', 'database-metrics'],
      ['Secret', 'finance', 'database-backup'],
      ['Secret', 'finance', 'session'],
      ['Secret', 'finance', 'redis'],
    ]);
    expect(JSON.stringify(secrets)).not.toMatch(/[⟦⟧]/);
    expect(secrets[0]?.['stringData'].DB_PASSWORD).toMatch(/^\w{32}$/);
  });

  it('makes new values at every call', () => {
    expect(printSecrets(['--stack', 'dev'], {})).not.toBe(printSecrets(['--stack', 'dev'], {}));
  });

  it('asks whose', () => {
    expect(() => printSecrets([], {})).toThrow('say whose secrets: --stack dev|prod');
  });

  it('prints what the store of external-secrets must hold, so that what is there is not made again', () => {
    const accepted = join(import.meta.dirname, '../settings/fixtures/accepted/Pulumi.external-secrets.yaml');
    const root = mkdtempSync(join(tmpdir(), 'secrets-'));
    try {
      writeFileSync(join(root, 'Pulumi.prod.yaml'), readFileSync(accepted, 'utf8'));
      const warnings: string[] = [];
      const environment = { SMTP_USER: 'ann', SMTP_PASSWORD: 'hunter2' };
      const text = printSecrets(['--stack', 'prod'], environment, root, (line) => warnings.push(line));
      const lines = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      const values = Object.fromEntries(lines.map(({ Name, SecretString }) => [Name, SecretString]));
      expect(Object.keys(values).toSorted()).toEqual([
        'finance/prod/database-backup.password',
        'finance/prod/database-owner.password.0',
        'finance/prod/database-owner.password.1',
        'finance/prod/database-worker.password',
        'finance/prod/database.password.2',
        'finance/prod/first-invitation.token',
        'finance/prod/grafana.password',
        'finance/prod/redis.password',
        'finance/prod/session.secret.6',
        'finance/prod/session.secret.7',
        'finance/prod/session.secret.8',
        'finance/prod/smtp.password',
        'finance/prod/smtp.user',
      ]);
      expect(values['finance/prod/smtp.user']).toBe('ann');
      expect(values['finance/prod/database.password.2']).toMatch(/^\w{32}$/);
      expect(warnings).toEqual(['left out, because the environment lacks ALERT_WEBHOOK']);
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it('needs those of mail from the environment', () => {
    const root = mkdtempSync(join(tmpdir(), 'secrets-'));
    try {
      const base = readFileSync(join(import.meta.dirname, '../../Pulumi.dev.yaml'), 'utf8');
      writeFileSync(
        join(root, 'Pulumi.dev.yaml'),
        `${base}
  finance-platform:mail: { host: smtp.example.org, from: money@example.org }
  finance-platform:secrets: { smtpUser: { secure: AAABBB }, smtpPassword: { secure: CCCDDD } }
`,
      );
      expect(() => printSecrets(['--stack', 'dev'], {}, root)).toThrow('SMTP_USER, SMTP_PASSWORD');
      const environment = { SMTP_USER: 'ann', SMTP_PASSWORD: 'secret' };
      const smtp = (loadAll(printSecrets(['--stack', 'dev'], environment, root)) as Loose[]).at(-1);
      expect(smtp?.['stringData']).toEqual(environment);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
