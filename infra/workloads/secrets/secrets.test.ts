import { describe, expect, it } from 'vitest';
import { tokensIn } from '../../manifests/tokens.ts';
import { synthesized } from '../testing/synthesized.ts';
import { type DeclaredValue, Secrets } from './secrets.ts';

const ONCE = { database: 1, databaseOwner: 1, databaseBackup: 1, session: 1, redis: 1 };

/** @param all whether there is mail, and a backup to an object store with a key */
function made(all: boolean, rotation = ONCE) {
  let values: readonly DeclaredValue[] = [];
  const found = synthesized((chart) => {
    values = new Secrets(chart, 'secrets', { rotation, mail: all, backup: all, objectStoreKey: all }).values;
  });
  return { ...found, values };
}

describe('Secrets', () => {
  it('holds tokens, and no value that anybody must not see', () => {
    const keys = made(true).objects.map(({ metadata, stringData }) => [metadata.name, stringData]);
    expect(Object.fromEntries(keys)).toEqual({
      database: { DB_USER: 'finance_app', DB_PASSWORD: '⟦database.password⟧' },
      'database-owner': { DB_OWNER_USER: 'finance_owner', DB_OWNER_PASSWORD: '⟦database-owner.password⟧' },
      'database-backup': {
        DB_BACKUP_USER: 'finance_backup',
        DB_BACKUP_PASSWORD: '⟦database-backup.password⟧',
      },
      'object-store': {
        RCLONE_S3_ACCESS_KEY_ID: '⟦object-store.key-id⟧',
        RCLONE_S3_SECRET_ACCESS_KEY: '⟦object-store.key⟧',
      },
      session: { SESSION_SECRET: '⟦session.secret⟧' },
      redis: { REDIS_PASSWORD: '⟦redis.password⟧' },
      smtp: { SMTP_USER: '⟦smtp.user⟧', SMTP_PASSWORD: '⟦smtp.password⟧' },
    });
  });

  it('has those of mail, dumps and the object store only where these are used', () => {
    const names = made(false).objects.map(({ metadata }) => metadata.name);
    expect(names).toEqual(['database', 'database-owner', 'session', 'redis']);
    expect(made(false).values.map(({ token }) => token)).not.toContain('smtp.user');
  });

  it('declares each token once, and no other', () => {
    const { objects, values } = made(true);
    const used = tokensIn(objects).map(({ name }) => name);
    expect(values.map(({ token }) => token).toSorted()).toEqual(used.toSorted());
  });

  it('hands on how often each value was rotated', () => {
    const { values } = made(false, {
      database: 2,
      databaseOwner: 3,
      databaseBackup: 9,
      session: 4,
      redis: 5,
    });
    expect(values.map(({ made: how }) => (how.by === 'random' ? how.rotation : undefined))).toEqual([
      2, 3, 4, 5,
    ]);
  });

  it('asks for at least 190 bits of letters and digits', () => {
    for (const { made: how } of made(false).values) {
      expect(how.by === 'random' && how.length * Math.log2(62)).toBeGreaterThan(190);
    }
  });
});
