import * as pulumi from '@pulumi/pulumi';
import { describe, expect, it } from 'vitest';
import { recordRegistrations } from '../bridge/testing/record-registrations.ts';
import { EncryptedValue } from '../settings/redacted-encrypted-value.ts';
import type { DeclaredValue } from '../workloads/secrets/declared-value-types.ts';
import { secretValues } from './generate-or-take-secret-values.ts';

const RANDOM: DeclaredValue = { token: 'redis.password', made: { by: 'random', length: 32, rotation: 3 } };
const SETTING: DeclaredValue = { token: 'smtp.password', made: { by: 'setting', path: 'smtpPassword' } };
const ROTATION = {
  database: 1,
  databaseWorker: 1,
  databaseOwner: 1,
  databaseBackup: 1,
  databaseMetrics: 1,
  databaseReports: 1,
  session: 1,
  firstInvitation: 1,
  redis: 1,
  certificates: 1,
  grafana: 1,
  elasticsearch: 1,
  objectStore: 1,
};

describe('a declared value', () => {
  it('is made up, of letters and digits, anew with each rotation', async () => {
    const { named } = await recordRegistrations(() => secretValues([RANDOM], { rotation: ROTATION }));
    expect(named('redis.password').inputs).toEqual({
      length: 32,
      special: false,
      keepers: { rotation: '3' },
    });
  });

  it('of another resource is what that resource gives', async () => {
    const declared: DeclaredValue = { token: 'database.host', made: { by: 'resource' } };
    let value: pulumi.Input<string> | undefined;
    await recordRegistrations(() => {
      const address = pulumi.output(Promise.resolve('db.internal')); // like that of an AWS instance
      value = secretValues([declared], { rotation: ROTATION }, { 'database.host': address })[declared.token];
    });
    expect(await new Promise((resolve) => pulumi.output(value).apply(resolve))).toBe('db.internal');
    expect(() => secretValues([declared], { rotation: ROTATION })).toThrow('gives database.host');
  });

  it.each([
    ['made up', RANDOM, 'made-up-for-redis.password'],
    ['from the settings', SETTING, 'hunter2'],
  ])('%s is secret', async (_how, declared, expected) => {
    let value: pulumi.Input<string> | undefined;
    await recordRegistrations(() => {
      const smtpPassword = EncryptedValue.of('hunter2');
      value = secretValues([declared], { rotation: ROTATION, smtpPassword })[declared.token];
    });
    const output = pulumi.output(value);
    expect(await pulumi.isSecret(output)).toBe(true);
    expect(await new Promise((resolve) => output.apply(resolve))).toBe(expected);
  });

  it('that the settings lack is missed by its name there', () => {
    expect(() => secretValues([SETTING], { rotation: ROTATION })).toThrow('secrets.smtpPassword is needed');
  });
});
