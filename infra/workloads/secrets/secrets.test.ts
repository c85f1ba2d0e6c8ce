import { describe, expect, it } from 'vitest';
import { tokensIn } from '../../manifests/placeholder-tokens.ts';
import { settingsWith } from '../testing/settings-with.ts';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import type { DeclaredValue } from './declared-value-types.ts';
import { Secrets, type SecretsProps } from './secrets.ts';

const ONCE = settingsWith().secrets.rotation;

/** @param all true for a mail server, and a backup to an object store with a key */
function made(
  all: boolean,
  rotation = ONCE,
  database: SecretsProps['database'] = 'statefulset',
  cache: SecretsProps['cache'] = 'in-cluster',
) {
  let values: readonly DeclaredValue[] = [];
  const found = synthesizeChart((chart) => {
    const has = {
      readReplica: all && database === 'rds',
      cache,
      mail: all,
      backup: all,
      objectStoreKey: all ? ('given' as const) : undefined,
      databaseMetrics: all,
      databaseReports: all,
      firstInvitation: all,
    };
    values = new Secrets(chart, 'secrets', { rotation, database, ...has }).values;
  });
  return { ...found, values };
}

describe('Secrets', () => {
  it('holds tokens, and no value that anybody must not see', () => {
    const keys = made(true).objects.map(({ metadata, stringData }) => [metadata.name, stringData]);
    expect(Object.fromEntries(keys)).toEqual({
      'database-web': { DB_USER: 'finance_web', DB_PASSWORD: '⟦database.password⟧' },
      'database-worker': {
        DB_WORKER_USER: 'finance_worker',
        DB_WORKER_PASSWORD: '⟦database-worker.password⟧',
      },
      'database-owner': {
        DB_OWNER_USER: 'finance_owner',
        DB_OWNER_PASSWORD: '⟦database-owner.password.1⟧',
        DB_OWNER_PREVIOUS_PASSWORD: '⟦database-owner.password.0⟧',
      },
      'database-backup': {
        DB_BACKUP_USER: 'finance_backup',
        DB_BACKUP_PASSWORD: '⟦database-backup.password⟧',
      },
      'database-metrics': {
        DB_METRICS_USER: 'finance_metrics',
        DB_METRICS_PASSWORD: '⟦database-metrics.password⟧',
      },
      'database-reports': {
        DB_REPORTS_USER: 'finance_reports',
        DB_REPORTS_PASSWORD: '⟦database-reports.password⟧',
      },
      'object-store': {
        RCLONE_S3_ACCESS_KEY_ID: '⟦object-store.key-id⟧',
        RCLONE_S3_SECRET_ACCESS_KEY: '⟦object-store.key⟧',
      },
      session: { SESSION_SECRET: '⟦session.secret.1⟧,⟦session.secret.0⟧,⟦session.secret.2⟧' },
      'first-invitation': { FIRST_INVITATION: '⟦first-invitation.token⟧' },
      redis: { REDIS_PASSWORD: '⟦redis.password⟧' },
      smtp: { SMTP_USER: '⟦smtp.user⟧', SMTP_PASSWORD: '⟦smtp.password⟧' },
    });
  });

  it('has those of mail, dumps and the object store only where these are used', () => {
    const names = made(false).objects.map(({ metadata }) => metadata.name);
    expect(names).toEqual(['database-web', 'database-worker', 'database-owner', 'session', 'redis']);
    expect(made(false).values.map(({ token }) => token)).not.toContain('smtp.user');
  });

  it('have the name of the role in them: a pod of another release that starts meanwhile finds its own', () => {
    const { one } = made(false);
    for (const [name, key] of [
      ['web', 'DB_USER'],
      ['worker', 'DB_WORKER_USER'],
      ['owner', 'DB_OWNER_USER'],
    ] as const)
      expect(one('Secret', `database-${name}`)['stringData'][key]).toBe(`finance_${name}`);
  });

  it('has the owner once more where an operator makes it, in the shape that it reads', () => {
    const login = made(false, undefined, 'cloudnative-pg').one('Secret', 'database-owner-login');
    expect(login).toMatchObject({
      type: 'kubernetes.io/basic-auth',
      metadata: { labels: { 'cnpg.io/reload': 'true' } },
      stringData: { username: 'finance_owner', password: '⟦database-owner.password.1⟧' },
    });
  });

  it('has who dumps once more for the operator, where there are dumps', () => {
    const login = made(true, undefined, 'cloudnative-pg').one('Secret', 'database-backup-login');
    expect(login.stringData).toEqual({
      username: 'finance_backup',
      password: '⟦database-backup.password⟧',
    });
    expect(() => made(false, undefined, 'cloudnative-pg').one('Secret', 'database-backup-login')).toThrow();
  });

  it('takes the role that watches an external database from the settings', () => {
    expect(made(true, undefined, 'external').one('Secret', 'database-metrics').stringData).toEqual({
      DB_METRICS_USER: '⟦database-metrics.user⟧',
      DB_METRICS_PASSWORD: '⟦database-metrics.password⟧',
    });
  });

  it('takes the owner of an external database from the settings', () => {
    const { one, values } = made(false, undefined, 'external');
    expect(one('Secret', 'database-owner').stringData).toEqual({
      DB_OWNER_USER: '⟦database-owner.user⟧',
      DB_OWNER_PASSWORD: '⟦database-owner.password⟧',
    });
    expect(values.filter(({ made: how }) => how.by === 'setting').map(({ token }) => token)).toEqual([
      'database-owner.user',
      'database-owner.password',
    ]);
  });

  it('says where a database is that is made beside it, once that is known', () => {
    const { one, values } = made(false, undefined, 'rds');
    for (const name of ['database-web', 'database-worker'])
      expect(one('Secret', name).stringData).toMatchObject({ DB_HOST: '⟦database.host⟧' });
    expect(one('Secret', 'database-owner').stringData).toEqual({
      DB_OWNER_USER: 'finance_owner',
      DB_OWNER_PASSWORD: '⟦database-owner.password⟧',
    });
    const given = values.filter(({ made: how }) => how.by === 'resource').map(({ token }) => token);
    expect(given).toEqual(['database.host', 'database-owner.password']);
  });

  it('says where its copy is that serves reads, to those who sign in', () => {
    const { one, values } = made(true, undefined, 'rds');
    for (const name of ['database-web', 'database-worker'])
      expect(one('Secret', name).stringData).toMatchObject({
        DB_HOST: '⟦database.host⟧',
        DB_READ_HOST: '⟦database.readHost⟧',
      });
    expect(values).toContainEqual({ token: 'database.readHost', made: { by: 'resource' } });
  });

  it('says where a cache is that is made beside it, and takes its password from there', () => {
    const { one, values } = made(false, undefined, 'statefulset', 'elasticache');
    expect(one('Secret', 'redis').stringData).toEqual({
      REDIS_URL: '⟦redis.url⟧',
      REDIS_PASSWORD: '⟦redis.password⟧',
    });
    expect(values).toContainEqual({ token: 'redis.password', made: { by: 'resource' } });
  });

  it('declares each token once, and no other', () => {
    const { objects, values } = made(true);
    const used = tokensIn(objects).map(({ name }) => name);
    expect(values.map(({ token }) => token).toSorted()).toEqual(used.toSorted());
  });

  it('hands on how often each value was rotated', () => {
    const { values, one } = made(false, {
      ...ONCE,
      database: 2,
      databaseWorker: 7,
      databaseOwner: 3,
      databaseBackup: 9,
      databaseMetrics: 6,
      session: 4,
      redis: 5,
    });
    const rotated = values.map(({ token, made: how }) => `${token} ${how.by === 'random' && how.rotation}`);
    expect(rotated).toEqual([
      'database.password 2',
      'database-worker.password 7',
      'database-owner.password.3 1',
      'database-owner.password.2 1',
      'session.secret.4 1',
      'session.secret.3 1',
      'session.secret.5 1',
      'redis.password 5',
    ]);
    expect(one('Secret', 'database-web')['stringData'].DB_USER).toBe('finance_web_2');
    expect(one('Secret', 'database-worker')['stringData'].DB_WORKER_USER).toBe('finance_worker_7');
  });

  it('has pods of two rounds believe what the other one signs', () => {
    const secretsOf = (session: number): string[] =>
      made(false, { ...ONCE, session })
        .one('Secret', 'session')
        ['stringData'].SESSION_SECRET.split(',');
    for (const round of [1, 2, 7]) {
      const [before, after] = [secretsOf(round), secretsOf(round + 1)];
      expect(after).toContain(before[0]);
      expect(before).toContain(after[0]);
    }
  });

  it('asks for at least 190 bits of letters and digits', () => {
    for (const { made: how } of made(false).values) {
      expect(how.by === 'random' && how.length * Math.log2(62)).toBeGreaterThan(190);
    }
  });
});
