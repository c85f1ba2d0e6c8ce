import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Loose } from '../workloads/testing/synthesize-chart.ts';
import { printSecrets } from './generate-and-print-secrets.ts';

const printed = async (stack: string) => loadAll(await printSecrets(['--stack', stack], {})) as Loose[];

describe('printSecrets', () => {
  it('prints the Secrets of a stack, every value in place', async () => {
    const secrets = await printed('dev');
    expect(secrets.map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name])).toEqual([
      ['Secret', 'finance', 'database-web'],
      ['Secret', 'finance', 'database-worker'],
      ['Secret', 'finance', 'database-owner'],
      ['Secret', 'finance', 'database-metrics'],
      ['Secret', 'finance', 'database-backup'],
      ['Secret', 'finance', 'session'],
      ['Secret', 'finance', 'redis'],
      ['Secret', 'finance', 'platform-ca'],
      ['Secret', 'finance', 'postgres-tls'],
      ['Secret', 'finance', 'redis-tls'],
    ]);
    expect(JSON.stringify(secrets)).not.toMatch(/[⟦⟧]/);
    expect(secrets[0]?.['stringData'].DB_PASSWORD).toMatch(/^\w{32}$/);
  });

  it('makes new values at every call', async () => {
    expect(await printSecrets(['--stack', 'dev'], {})).not.toBe(await printSecrets(['--stack', 'dev'], {}));
  });

  it('asks whose', async () => {
    await expect(printSecrets([], {})).rejects.toThrow('say whose secrets: --stack dev|lab|minikube|prod');
  });

  it('prints what the store of external-secrets must hold, so that what is there is not made again', async () => {
    const accepted = join(import.meta.dirname, '../settings/fixtures/accepted/Pulumi.external-secrets.yaml');
    const root = mkdtempSync(join(tmpdir(), 'secrets-'));
    try {
      writeFileSync(join(root, 'Pulumi.prod.yaml'), readFileSync(accepted, 'utf8'));
      const warnings: string[] = [];
      const environment = { SMTP_USER: 'ann', SMTP_PASSWORD: 'hunter2' };
      const text = await printSecrets(['--stack', 'prod'], environment, root, (line) => warnings.push(line));
      const lines = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      const values = Object.fromEntries(lines.map(({ Name, SecretString }) => [Name, SecretString]));
      expect(Object.keys(values).toSorted()).toEqual([
        'finance/prod/authority.certificate.0',
        'finance/prod/authority.certificate.1',
        'finance/prod/authority.certificate.2',
        'finance/prod/database-backup.password',
        'finance/prod/database-owner.password.0',
        'finance/prod/database-owner.password.1',
        'finance/prod/database-worker.password',
        'finance/prod/database.password.2',
        'finance/prod/first-invitation.token',
        'finance/prod/grafana.password',
        'finance/prod/redis.certificate.1',
        'finance/prod/redis.certificate.2',
        'finance/prod/redis.key.1',
        'finance/prod/redis.key.2',
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

  it('prints for Vault the path and the data of each value', async () => {
    const root = mkdtempSync(join(tmpdir(), 'secrets-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    const accepted = join(import.meta.dirname, '../settings/fixtures/accepted/Pulumi.vault-smallest.yaml');
    writeFileSync(join(root, 'Pulumi.lab.yaml'), readFileSync(accepted, 'utf8'));
    const lines = (await printSecrets(['--stack', 'lab'], {}, root)).trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(6);
    for (const line of lines) {
      const [, path = '', data = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
      expect(path).toMatch(/^finance\/[\w.-]+$/);
      expect(JSON.parse(data)).toEqual({
        value: expect.stringMatching(/^(?:\w{32,}|-----BEGIN [\s\S]+-----\n)$/),
      });
    }
  });

  it('needs those of mail from the environment', async () => {
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
      await expect(printSecrets(['--stack', 'dev'], {}, root)).rejects.toThrow('SMTP_USER, SMTP_PASSWORD');
      const environment = { SMTP_USER: 'ann', SMTP_PASSWORD: 'secret' };
      const secrets = loadAll(await printSecrets(['--stack', 'dev'], environment, root)) as Loose[];
      const smtp = secrets.find(({ metadata }) => metadata.name === 'smtp');
      expect(smtp?.['stringData']).toEqual(environment);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
