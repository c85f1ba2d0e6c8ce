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
  expect(warned({ kind: 'operator' }).join()).not.toContain('nobody');
  expect(warned({ kind: 'none' })).toEqual([]);
});

it('says that what is unusual for the hour is not noticed where metrics are not kept for two weeks', () => {
  const told = (retentionDays: number) =>
    warned({ kind: 'self-contained', retentionDays }).filter((text) => text.includes('unusual'));
  expect(told(14)).toEqual([expect.stringMatching(/retentionDays is 14; it takes 15$/)]);
  expect(told(15)).toEqual([]);
});

it('says which alerts a Prometheus of the whole cluster does not give, and what others ask of it', () => {
  const told = (groups: object) =>
    warningsOf(settingsWith({ observability: { metrics: { kind: 'operator' } }, ...groups })).filter((text) =>
      text.startsWith('alerts on forbidden API calls'),
    );
  expect(told({})).toEqual([expect.stringMatching(/if its Prometheus reads the API server, .* 8 days$/)]);
  expect(told({ policies: { admission: false } })).toEqual([expect.not.stringContaining('reads the API')]);
  const addOns = { prometheusOperator: { repository: 'https://charts.example.com' } };
  const metrics = { kind: 'operator', scraperNamespace: 'prometheus-operator' };
  expect(told({ addOns, observability: { metrics } })).toEqual([expect.not.stringContaining('8 days')]);
  expect(told({ observability: {} })).toEqual([]);
});

it.each([
  [
    'backup.objectStore.endpoint is nas.lan, ',
    'backup.objectStore.network',
    { backup: { objectStore: { bucket: 'dumps', endpoint: 'https://nas.lan:9000' } } },
    {
      backup: {
        objectStore: { bucket: 'dumps', endpoint: 'https://nas.lan:9000', network: '192.168.1.0/24' },
      },
    },
  ],
  ['mail.host is mail.home.arpa, ', 'mail.network', mailBy('mail.home.arpa'), mailBy('192.168.1.10')],
  [
    'delivery.repository is git.lab.internal, ',
    'addOns.argoCd.connectsTo',
    argoCd('git@git.lab.internal:finance.git'),
    argoCd('git@git.lab.internal:finance.git', { connectsTo: [{ range: '192.168.1.5/32', port: 22 }] }),
  ],
  [
    'delivery.repository is 192.168.1.5, ',
    'addOns.argoCd.connectsTo',
    argoCd('https://192.168.1.5:3000/finance.git'),
    argoCd('https://192.168.1.5/finance.git'),
  ],
  [
    'secrets.source.server is vault.lab.internal, ',
    'addOns.externalSecrets.connectsTo',
    vault('https://vault.lab.internal:8200'),
    vault('https://vault.example.com:8200'),
  ],
  [
    'secrets.source.server is vault.vault.svc, ',
    'addOns.externalSecrets.connectsTo',
    vault('https://vault.vault.svc:8200'),
    vault('https://vault.vault.svc:443'),
  ],
  [
    'addOns.argoCd.repository is charts.lab.internal, ',
    'addOns.argoCd.connectsTo',
    argoCd('https://git.example.com/a.git', { repository: 'https://charts.lab.internal:8443/argo' }),
    argoCd('https://git.example.com/a.git', { repository: 'https://charts.lab.internal/argo' }),
  ],
])('%sand no policy lets pods reach it there: %s', (server, range, closed, open) => {
  const told = (groups: Record<string, unknown>) =>
    warningsOf(settingsWith(groups)).filter((text) => text.includes('private address'));
  expect(told(closed)).toEqual([
    `${server}and pods reach no private address unless ${range} names the range that it is in`,
  ]);
  expect(told(open)).toEqual([]);
  expect(told({ ...closed, policies: { networkPolicies: false } })).toEqual([]);
});

function mailBy(host: string) {
  const secrets = { smtpUser: EncryptedValue.of('a'), smtpPassword: EncryptedValue.of('b') };
  return { mail: { host, from: 'finance@example.com' }, secrets };
}

function argoCd(repository: string, more = {}) {
  const addOn = { repository: 'https://charts.example.com/argo', ...more };
  return { delivery: { kind: 'argo-cd', repository, path: 'all' }, addOns: { argoCd: addOn } };
}

function vault(server: string) {
  const addOns = { externalSecrets: { repository: 'https://charts.example.com/external-secrets' } };
  return { secrets: { source: { kind: 'vault', server, prefix: 'finance' } }, addOns };
}

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
