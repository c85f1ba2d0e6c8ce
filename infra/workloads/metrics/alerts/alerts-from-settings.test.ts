import { describe, expect, it } from 'vitest';
import { EncryptedValue } from '../../../settings/redacted-encrypted-value.ts';
import { settingsWith } from '../../testing/settings-with.ts';
import { alertsFor } from './alerts-from-settings.ts';

const alerts = (groups: Record<string, unknown>) =>
  alertsFor(settingsWith(groups)).flatMap(({ alerts: list }) => list);
const ofDatabase = (groups: Record<string, unknown>) =>
  alertsFor(settingsWith(groups))
    .filter(({ name }) => name === 'database')
    .flatMap(({ alerts: list }) => list.map(({ name }) => name));

const RESTORES = ['RestoreTooOld', 'RestoreNeverProved'];
const SERVERS = [
  'DatabaseWithoutPrimary',
  'DatabaseServerDown',
  'DatabaseCopyMissing',
  'DatabaseServerConnectionsHigh',
  'ReplicationLag',
];
const secret = (name: string) => EncryptedValue.of(name);
const external = {
  database: { mode: 'external', host: '10.1.2.3' },
  secrets: { databaseOwnerUser: secret('a'), databaseOwnerPassword: secret('b') },
};

describe('the alerts about who tries to get in', () => {
  const OF_APP = ['SignInsFailing', 'LimitsHit', 'UnusualForTheHour'];
  const OF_CLUSTER = ['AdmissionRefused', 'ApiCallsForbidden', 'ExecIntoPod'];
  const tries = (groups: Record<string, unknown>) =>
    alertsFor(settingsWith(groups))
      .filter(({ name }) => ['security', 'admission'].includes(name))
      .flatMap(({ alerts: list }) => list);
  const names = (groups: Record<string, unknown>) => new Set(tries(groups).map(({ name }) => name));
  const operator = { observability: { metrics: { kind: 'operator' } } };

  it('are about the app and the whole cluster where the Prometheus is ours', () => {
    expect(names({})).toEqual(new Set([...OF_APP, ...OF_CLUSTER]));
  });

  it('are about the app and our own admission policies where it is for the whole cluster', () => {
    expect(names(operator)).toEqual(new Set([...OF_APP, 'AdmissionRefused']));
    expect(names({ ...operator, policies: { admission: false } })).toEqual(new Set(OF_APP));
    for (const { name, expr } of tries(operator))
      if (name === 'AdmissionRefused') expect(expr).not.toMatch(/webhook|pod_security/);
      else expect(expr).not.toContain('apiserver');
  });
});

describe('the alerts about the database', () => {
  it('are those of the exporter where there is one server', () => {
    expect(ofDatabase({})).toEqual(['DatabaseDown', 'DatabaseConnectionsHigh', ...RESTORES]);
  });

  it('are those of CloudNativePG where it runs the servers, and of the archive where there is one', () => {
    const database = { mode: 'cloudnative-pg', instances: 5 };
    expect(ofDatabase({ database })).toEqual([...SERVERS, ...RESTORES]);
    const backup = { objectStore: { bucket: 'dumps', region: 'eu-central-1' } };
    expect(ofDatabase({ database, backup })).toEqual([
      ...SERVERS,
      'ArchiveFailing',
      'BaseBackupTooOld',
      ...RESTORES,
    ]);
    const missing = alerts({ database }).find(({ name }) => name === 'DatabaseCopyMissing');
    expect(missing?.expr).toMatch(/ < 4$/);
  });

  it('are for its owner where it is elsewhere, unless a role is given that may ask it', () => {
    expect(ofDatabase(external)).toEqual([]);
    const role = { databaseMetricsUser: secret('c'), databaseMetricsPassword: secret('d') };
    expect(ofDatabase({ ...external, secrets: { ...external.secrets, ...role } })).toEqual([
      'DatabaseDown',
      'DatabaseConnectionsHigh',
    ]);
  });

  it.each([
    'self-contained',
    'operator',
  ])('call a backup too old when the settings say so, with kind %s', (kind) => {
    const list = alerts({ observability: { metrics: { kind, alerts: { restoreMaxAgeHours: 30 } } } });
    expect(list.find(({ name }) => name === 'RestoreTooOld')?.expr).toMatch(/ > 108000$/);
    expect(list.find(({ name }) => name === 'RestoreNeverProved')?.for).toBe('30h');
  });
});
