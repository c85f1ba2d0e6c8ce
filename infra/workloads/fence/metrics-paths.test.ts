import { describe, expect, it } from 'vitest';
import { EncryptedValue } from '../../settings/redacted-encrypted-value.ts';
import { settingsWith } from '../testing/settings-with.ts';
import {
  cluster,
  DUMPED,
  INSIDE,
  METRICS,
  METRICS_OF_SERVERS,
  OF_DATABASE,
  type Opens,
  openPathsOf,
  PEOPLE,
  SERVERS,
  WITHOUT_POSTGRES,
  watched,
} from './testing/expected-paths.ts';

const SCRAPED = ['scraper → web 9464/TCP', 'scraper → worker 9464/TCP'];
const ALERTED = ['53/TCP', '53/UDP'].map((port) => `monitoring/alertmanager → dns ${port}`);
const hook = (receiver: object) => ({
  ...watched({ kind: 'self-contained', alerts: { receiver: { kind: 'webhook', ...receiver } } }),
  secrets: { alertWebhook: EncryptedValue.of('https://hook.example.org') },
});

const mailed = (mail: object) => ({
  ...watched({
    kind: 'self-contained',
    alerts: { receiver: { kind: 'email', to: 'me@example.com', user: 'alerts' } },
  }),
  mail,
  secrets: { smtpUser: EncryptedValue.of('a'), smtpPassword: EncryptedValue.of('b') },
});

const OPEN: readonly Opens[] = [
  [
    'servers that say themselves how they are',
    settingsWith(cluster),
    [...WITHOUT_POSTGRES, ...SERVERS, ...DUMPED, ...METRICS_OF_SERVERS],
  ],
  [
    'a database elsewhere that is watched',
    settingsWith({
      database: { mode: 'external', host: '192.168.1.10' },
      secrets: {
        databaseOwnerUser: 'a',
        databaseOwnerPassword: 'b',
        databaseMetricsUser: 'c',
        databaseMetricsPassword: 'd',
      },
    }),
    [
      ...WITHOUT_POSTGRES,
      ...METRICS.map((path) => path.replace('exporter → postgres', 'exporter → office')),
      ...['web', ...OF_DATABASE].map((end) => `${end} → office 5432/TCP`),
    ],
  ],
  [
    'a scraper of others',
    settingsWith(watched({ kind: 'annotations', scraperNamespace: 'scrapers' })),
    [...INSIDE, ...SCRAPED],
  ],
  [
    'a Prometheus Operator',
    settingsWith(watched({ kind: 'operator', scraperNamespace: 'scrapers' })),
    [
      ...INSIDE,
      ...SCRAPED,
      ...METRICS.filter((path) => !path.startsWith('monitoring/')),
      'scraper → postgres-exporter 9187/TCP',
      'scraper → redis-exporter 9121/TCP',
    ],
  ],
  [
    'a Traefik that is asked when the certificate ends',
    settingsWith({
      exposure: {
        kind: 'ingress',
        host: 'money.example.org',
        controller: { kind: 'traefik', metricsPort: 9100 },
        tls: { from: 'secret', secretName: 'money-tls' },
      },
    }),
    [...INSIDE, ...PEOPLE, ...METRICS, 'monitoring/prometheus → traefik 9100/TCP'],
  ],
  [
    'alerts to the internet',
    settingsWith(hook({})),
    [
      ...INSIDE,
      ...METRICS,
      ...ALERTED,
      'monitoring/alertmanager → internet 443/TCP',
      'monitoring/alertmanager → internet6 443/TCP',
    ],
  ],
  [
    'alerts to an office',
    settingsWith(hook({ network: '192.168.1.0/24', port: 8080 })),
    [...INSIDE, ...METRICS, ...ALERTED, 'monitoring/alertmanager → office 8080/TCP'],
  ],
  ...[{ host: '192.168.1.10' }, { host: 'mail.home.arpa', network: '192.168.1.0/24' }].map(
    (server): Opens => [
      `alerts by mail to ${server.host}`,
      settingsWith(mailed({ ...server, from: 'finance@example.com' })),
      [...INSIDE, ...METRICS, ...ALERTED, 'monitoring/alertmanager → office 587/TCP'],
    ],
  ),
];

describe('the open paths, and no others,', () => {
  it.each(OPEN)('of %s', (_what, settings, expected) => {
    expect(openPathsOf(settings)).toEqual(expected.toSorted());
  });
});
