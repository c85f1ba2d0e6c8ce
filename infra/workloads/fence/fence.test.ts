import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ofKind } from '../../manifests/kinds.ts';
import type { KubeObject } from '../../manifests/object.ts';
import { EncryptedValue } from '../../settings/encrypted-value.ts';
import { readStackFile } from '../../settings/read-settings.ts';
import type { Settings } from '../../settings/schema.ts';
import type { End, Path } from '../defaults/network-path.ts';
import { objectsIn } from '../defaults/objects-in-scope.ts';
import { platform } from '../platform.ts';
import { networkEndpoints, targetsOf } from '../testing/network-endpoints.ts';
import { openPaths } from '../testing/open-connections.ts';
import { settingsWith } from '../testing/smallest-settings.ts';
import { pathsOf } from './network-paths.ts';

/*
 * The open paths, stated a second time: the test tries every pair of endpoints at every port, so that a path opened by
 * mistake has no line here. Pods and namespaces are derived from the objects.
 */

const JOBS = ['backup', 'restore', 'restore-drill'];
const INSIDE = [
  ...JOBS.flatMap((job) => [`${job} → dns 53/TCP`, `${job} → dns 53/UDP`, `${job} → postgres 5432/TCP`]),
  ...['migrate', 'reset-link', 'worker'].flatMap((job) => [
    `${job} → dns 53/TCP`,
    `${job} → dns 53/UDP`,
    `${job} → postgres 5432/TCP`,
  ]),
  'web → dns 53/TCP',
  'web → dns 53/UDP',
  'web → postgres 5432/TCP',
  'web → redis 6379/TCP',
].toSorted();

const PEOPLE = ['traefik → web 8080/TCP'];
/** Private addresses: nodes, and all other hosts on their networks. */
const PRIVATE = ['node', 'node6', 'office', 'alb', 'neighbourOfAlb', 'nodeDns', 'otherNodeDns'];
/** Paths to an object store on the internet, of a cloud that identifies the pods by their service accounts. */
const toCloud = (pods: readonly string[]) =>
  pods.flatMap((pod) => [
    `${pod} → internet 443/TCP`,
    `${pod} → internet6 443/TCP`,
    `${pod} → identity 80/TCP`,
  ]);
const SCRAPED = ['scraper → web 9464/TCP', 'scraper → worker 9464/TCP'];
/** Paths of the monitoring. */
const METRICS = [
  ...['postgres-exporter', 'redis-exporter', 'monitoring/prometheus'].flatMap((name) => [
    `${name} → dns 53/TCP`,
    `${name} → dns 53/UDP`,
  ]),
  'postgres-exporter → postgres 5432/TCP',
  'redis-exporter → redis 6379/TCP',
  ...PRIVATE.flatMap((address) => [
    ...['kube-state-metrics', 'node-state-metrics'].flatMap((name) =>
      [443, 6443].map((port) => `monitoring/${name} → ${address} ${port}/TCP`),
    ),
    ...[443, 6443, 10250].map((port) => `monitoring/prometheus → ${address} ${port}/TCP`),
  ]),
  'monitoring/prometheus → monitoring/alertmanager 9093/TCP',
  'monitoring/prometheus → monitoring/kube-state-metrics 8080/TCP',
  'monitoring/prometheus → monitoring/node-state-metrics 8080/TCP',
  'monitoring/prometheus → postgres-exporter 9187/TCP',
  'monitoring/prometheus → redis-exporter 9121/TCP',
  'monitoring/prometheus → web 9464/TCP',
  'monitoring/prometheus → worker 9464/TCP',
];
/** Servers of CloudNativePG have built-in exporters. */
const METRICS_OF_SERVERS = [
  ...METRICS.filter((path) => !/postgres/.test(path)),
  ...['postgres', 'another postgres'].map((one) => `monitoring/prometheus → ${one} 9187/TCP`),
];
const ALERTED = ['53/TCP', '53/UDP'].map((port) => `monitoring/alertmanager → dns ${port}`);

const MINIO = { namespace: 'minio', labels: { 'app.kubernetes.io/name': 'minio' }, port: 9000 };

const SERVERS = ['postgres', 'another postgres'].flatMap((one, index, both) => [
  `web → ${one} 5432/TCP`,
  `migrate → ${one} 5432/TCP`,
  `reset-link → ${one} 5432/TCP`,
  `worker → ${one} 5432/TCP`,
  `operator → ${one} 8000/TCP`,
  `${one} → ${both[1 - index]} 5432/TCP`,
  `${one} → ${both[1 - index]} 8000/TCP`,
  `${one} → dns 53/TCP`,
  `${one} → dns 53/UDP`,
  ...PRIVATE.flatMap((end) => [443, 6443].map((port) => `${one} → ${end} ${port}/TCP`)),
]);
const WITHOUT_POSTGRES = INSIDE.filter(
  (path) => !/postgres/.test(path) && !JOBS.some((job) => path.startsWith(job)),
);
/** Dump and restore pods reach each of the servers. */
const DUMPED = INSIDE.filter((path) => JOBS.some((job) => path.startsWith(job))).flatMap((path) =>
  path.includes('postgres') ? [path, path.replace('postgres', 'another postgres')] : [path],
);
const cluster = { database: { mode: 'cloudnative-pg' } };

const mail = {
  mail: { host: 'smtp.example.org', from: 'money@example.org' },
  secrets: { smtpUser: 'a', smtpPassword: 'b' },
};
const watched = (metrics: object) => ({ observability: { metrics } });
const noMetrics = watched({ kind: 'none' });
const hook = (receiver: object) => ({
  ...watched({ kind: 'self-contained', alerts: { receiver: { kind: 'webhook', ...receiver } } }),
  secrets: { alertWebhook: EncryptedValue.of('https://hook.example.org') },
});

const OPEN: ReadonlyArray<readonly [what: string, Settings, readonly string[]]> = [
  ['the dev stack', readStackFile('dev'), [...INSIDE, ...PEOPLE, ...METRICS]],
  [
    'the prod stack, whose pods no neighbour of the load balancer reaches',
    readStackFile('prod'),
    [
      ...WITHOUT_POSTGRES,
      ...SERVERS,
      ...DUMPED,
      'alb → web 8080/TCP',
      ...METRICS_OF_SERVERS,
      ...toCloud([...JOBS, 'postgres', 'another postgres']),
    ],
  ],
  ['a forwarded port, which comes from inside the pod', settingsWith(noMetrics), INSIDE],
  ['mail: no way of the app, which sends none', settingsWith({ ...mail, ...noMetrics }), INSIDE],
  [
    'dumps that go to the pods of an object store, and to none of their neighbours',
    settingsWith({
      ...noMetrics,
      backup: { objectStore: { bucket: 'dumps', endpoint: 'http://minio.minio:80', pods: MINIO } },
      secrets: { objectStoreKeyId: 'a', objectStoreKey: 'b' },
    }),
    [...INSIDE, ...JOBS.map((job) => `${job} → minio 9000/TCP`)],
  ],
  [
    'servers of CloudNativePG: each other, the API server and names; the operator asks them',
    settingsWith({ ...cluster, ...noMetrics }),
    [...WITHOUT_POSTGRES, ...SERVERS, ...DUMPED],
  ],
  [
    'servers that archive to the pods of an object store',
    settingsWith({
      ...cluster,
      ...noMetrics,
      backup: { objectStore: { bucket: 'dumps', endpoint: 'http://minio.minio:80', pods: MINIO } },
      secrets: { objectStoreKeyId: 'a', objectStoreKey: 'b' },
    }),
    [
      ...WITHOUT_POSTGRES,
      ...SERVERS,
      ...DUMPED,
      ...['postgres', 'another postgres', ...JOBS].map((end) => `${end} → minio 9000/TCP`),
    ],
  ],
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
      ...['web', 'migrate', 'reset-link', 'worker'].map((end) => `${end} → office 5432/TCP`),
    ],
  ],
  [
    'a database elsewhere: to its address alone',
    settingsWith({
      ...noMetrics,
      database: { mode: 'external', host: '192.168.1.10' },
      secrets: { databaseOwnerUser: 'a', databaseOwnerPassword: 'b' },
    }),
    [
      ...WITHOUT_POSTGRES,
      ...['web', 'migrate', 'reset-link', 'worker'].map((end) => `${end} → office 5432/TCP`),
    ],
  ],
  [
    'no dumps',
    settingsWith({ ...noMetrics, backup: { enabled: false } }),
    INSIDE.filter((path) => !JOBS.some((job) => path.startsWith(job))),
  ],
  [
    'an ALB, whose addresses are the VPC’s',
    settingsWith({
      exposure: {
        kind: 'ingress',
        host: 'money.example.org',
        controller: { kind: 'alb', cidrs: ['10.44.0.0/16'] },
      },
      ...noMetrics,
    }),
    [...INSIDE, 'node → web 8080/TCP'],
  ],
  [
    'a Gateway whose certificate takes a proof',
    settingsWith({
      exposure: {
        kind: 'gateway',
        host: 'money.example.com',
        gateway: { kind: 'own', className: 'traefik' },
        tls: { from: 'cert-manager', issuer: { kind: 'acme', email: 'a@example.com' } },
      },
      ...noMetrics,
    }),
    [...INSIDE, ...PEOPLE, 'traefik → acme-solver 8089/TCP'],
  ],
  [
    'a port of every node that leads to the database, for who is on a private network',
    settingsWith({ database: { debugNodePort: 30432 }, ...noMetrics }),
    [...INSIDE, ...PRIVATE.filter((end) => end !== 'node6').map((end) => `${end} → postgres 5432/TCP`)],
  ],
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
    ],
  ],
  [
    'a frontend: people come to it, and only it comes to the app',
    settingsWith({
      frontend: { enabled: true },
      exposure: { kind: 'ingress', host: 'money.example.org' },
    }),
    [
      ...INSIDE,
      ...METRICS,
      'frontend → dns 53/TCP',
      'frontend → dns 53/UDP',
      'frontend → web 8080/TCP',
      'monitoring/prometheus → frontend 9464/TCP',
      'traefik → frontend 8080/TCP',
    ],
  ],
  [
    'nodes of EKS Auto Mode, each of which has a name server that is no pod',
    settingsWith({
      ...noMetrics,
      cluster: {
        provider: 'eks',
        region: 'eu-central-1',
        account: '111122223333',
        nodes: { kind: 'auto' },
      },
      uploads: { storageClass: 'efs' },
    }),
    INSIDE.flatMap((path) =>
      path.includes('→ dns')
        ? ['nodeDns', 'otherNodeDns'].map((end) => path.replace('→ dns', `→ ${end}`))
        : [path],
    ),
  ],
  ['another namespace', settingsWith({ namespace: 'money' }), [...INSIDE, ...METRICS]],
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
];

/** Pods that cert-manager creates during an ACME challenge. */
const MADE = {
  'acme-solver': { namespace: 'finance', labels: { 'acme.cert-manager.io/http01-solver': 'true' } },
};

const objectsFor = (settings: Settings) => objectsIn(platform(settings).app);

describe('the open paths, and no others,', () => {
  it.each(OPEN)('of %s', (_what, settings, expected) => {
    const objects = objectsFor(settings);
    expect([...openPaths(objects, networkEndpoints(objects, MADE))].toSorted()).toEqual(expected.toSorted());
  });

  it.each(['node-port', 'load-balancer'])('of a %s: from anywhere, to the app only', (kind) => {
    const objects = objectsFor(settingsWith({ exposure: { kind, host: 'node' }, ...noMetrics }));
    const { all, ours } = networkEndpoints(objects);
    const anywhere = Object.keys(all)
      .filter((end) => !(end in ours))
      .map((end) => `${end} → web 8080/TCP`);
    expect([...openPaths(objects)].toSorted()).toEqual([...INSIDE, ...anywhere].toSorted());
  });
});

describe.each([
  ['of the prod stack', readStackFile('prod')],
  ['with mail', settingsWith(mail)],
  ['with CloudNativePG', settingsWith(cluster)],
])('a mutant of the fence %s changes the paths:', (_what, settings) => {
  const objects = objectsFor(settings).filter(({ kind }) => /^(Namespace|NetworkPolicy)$/.test(kind));
  const [ends, targets] = [networkEndpoints(objectsFor(settings)), targetsOf(objects)];
  const before = new Set(openPaths(objects, ends, targets));
  const isWider = (broken: readonly KubeObject[]) => {
    for (const path of openPaths(broken, ends, targets)) if (!before.has(path)) return true;
    return false;
  };

  const policies = ofKind(objects, 'NetworkPolicy').map(nameOf);
  it.each(policies)('without %s', (name) => {
    const after = [
      ...openPaths(
        objects.filter((object) => nameOf(object) !== name),
        ends,
        targets,
      ),
    ];
    expect(after.toSorted()).not.toEqual([...before].toSorted());
  });

  const paths = pathsOf(settings).map((path) => [`${path.from.name} → ${path.to.name}`, path] as const);
  it.each(paths)('%s without its ports', (_name, path) => {
    expect(isWider(without('ports', policiesOf(path), objects))).toBe(true);
  });

  it.each(paths)('%s for anybody, at either end', (_name, path) => {
    for (const policy of policiesOf(path).filter((name) => policies.includes(name)))
      expect(isWider(without('peers', [policy], objects)), policy).toBe(true);
  });
});

it('the peer of DNS split in two entries lets pods to its neighbours', () => {
  const broken = structuredClone(objectsFor(settingsWith()));
  const rule = ofKind(broken, 'NetworkPolicy').find(({ metadata }) => metadata.name === 'web-to-dns')?.spec
    .egress?.[0] as {
    to: object[];
  };
  rule.to = Object.entries(rule.to[0] ?? {}).map(([selector, value]) => ({ [selector]: value }));
  expect([...openPaths(broken)]).toContain('web → neighbour 53/UDP');
});

function nameOf({ metadata }: KubeObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** Names of the policies that open a path at its ends of ours. */
function policiesOf({ from, to }: Path): readonly string[] {
  const at = (end: End, name: string) => ('ours' in end && end.ours ? [`${end.namespace}/${name}`] : []);
  return [...at(from, `${from.name}-to-${to.name}`), ...at(to, `${to.name}-from-${from.name}`)];
}

/** The objects, with the ports or the peers removed from the rules of some policies. */
function without(
  what: 'ports' | 'peers',
  names: readonly string[],
  objects: readonly KubeObject[],
): readonly KubeObject[] {
  const broken = structuredClone(objects);
  for (const policy of ofKind(broken, 'NetworkPolicy').filter((object) => names.includes(nameOf(object)))) {
    const { ingress = [], egress = [] } = policy.spec;
    for (const rule of [...ingress, ...egress] as Record<string, unknown>[])
      for (const field of what === 'ports' ? ['ports'] : ['from', 'to']) delete rule[field];
  }
  return broken;
}
