import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStackFile } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import { settingsWith } from '../testing/settings-with.ts';
import { INSIDE, type Opens, openPathsOf, PRIVATE } from './testing/expected-paths.ts';

const OPEN: readonly Opens[] = [
  [
    'traces, logs and dashboards',
    readStackFile('telemetry', join(import.meta.dirname, '../../settings/fixtures/accepted')),
    [
      ...INSIDE,
      'web → monitoring/jaeger 4318/TCP',
      'worker → monitoring/jaeger 4318/TCP',
      ...['alloy', 'grafana'].flatMap((name) => [
        `monitoring/${name} → dns 53/TCP`,
        `monitoring/${name} → dns 53/UDP`,
        `monitoring/${name} → monitoring/loki 3100/TCP`,
      ]),
      ...['443', '6443'].flatMap((port) => PRIVATE.map((end) => `monitoring/alloy → ${end} ${port}/TCP`)),
      'monitoring/grafana → monitoring/jaeger 16686/TCP',
    ],
  ],
  [
    'logs that Loki keeps in an object store, which it comes to by its account',
    settingsWith({
      observability: {
        metrics: { kind: 'none' },
        logs: { kind: 'loki', objectStore: { bucket: 'our-logs', region: 'eu-central-1' } },
      },
    }),
    [
      ...INSIDE,
      ...['alloy', 'loki'].flatMap((name) => ['TCP', 'UDP'].map((by) => `monitoring/${name} → dns 53/${by}`)),
      'monitoring/alloy → monitoring/loki 3100/TCP',
      ...['443', '6443'].flatMap((port) => PRIVATE.map((end) => `monitoring/alloy → ${end} ${port}/TCP`)),
      ...['internet', 'internet6'].map((end) => `monitoring/loki → ${end} 443/TCP`),
      'monitoring/loki → identity 80/TCP',
    ],
  ],
  [
    'logs in Elasticsearch, to which Fluentd comes from a namespace that nobody comes to',
    settingsWith({
      observability: { metrics: { kind: 'none' }, logs: { kind: 'elasticsearch' } },
    }),
    [
      ...INSIDE,
      ...['logging/fluentd', 'monitoring/kibana', 'monitoring/elasticsearch-setup'].flatMap((name) => [
        `${name} → dns 53/TCP`,
        `${name} → dns 53/UDP`,
        `${name} → monitoring/elasticsearch 9200/TCP`,
      ]),
      ...['dns 53/TCP', 'dns 53/UDP', 'monitoring/kibana 5601/TCP'].map(
        (end) => `monitoring/kibana-setup → ${end}`,
      ),
    ],
  ],
];

describe('the open paths, and no others,', () => {
  it.each(OPEN)('of %s', (_what, settings, expected) => {
    expect(openPathsOf(settings)).toEqual(expected.toSorted());
  });
});
