import { describe, expect, it } from 'vitest';
import { networkEndpoints } from '../testing/endpoints-and-ports-to-try.ts';
import { openPaths } from '../testing/open-connections.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';
import { peoplePaths } from './people-paths.ts';
import {
  INSIDE,
  METRICS,
  noMetrics,
  type Opens,
  objectsFor,
  openPathsOf,
  PEOPLE,
} from './testing/expected-paths.ts';

const OPEN: readonly Opens[] = [
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
    'a load balancer of a cloud, by its addresses alone',
    settingsWith({
      exposure: {
        kind: 'gateway',
        host: 'money.example.com',
        gateway: { kind: 'own', className: 'gke-l7-global-external-managed' },
        controller: { kind: 'gke', cidrs: ['10.44.0.0/16'] },
        tls: { from: 'cert-manager', issuer: { kind: 'acme', email: 'a@example.com' } },
      },
      ...noMetrics,
    }),
    [...INSIDE, 'node → web 8080/TCP', 'node → acme-solver 8089/TCP'],
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
];

describe('the open paths, and no others,', () => {
  it.each(OPEN)('of %s', (_what, settings, expected) => {
    expect(openPathsOf(settings)).toEqual(expected.toSorted());
  });

  it('of node ports: from the ranges of the settings, to what each leads to', () => {
    const settings = settingsWith({
      exposure: { kind: 'ingress', host: 'money.example.org' },
      nodePorts: {
        from: ['198.51.100.0/24'],
        app: { host: '198.51.100.11' },
        grafana: 30030,
        prometheus: 30090,
        jaeger: 30686,
      },
      observability: {
        metrics: { kind: 'self-contained' },
        dashboards: { kind: 'grafana' },
        traces: { kind: 'jaeger' },
      },
    });
    const paths = peoplePaths(settings).filter(({ from }) => from.name === 'visitors');
    expect(paths.map(({ to, ports }) => [to.name, ports[0]?.port])).toEqual([
      ['web', 8080],
      ['grafana', 3000],
      ['prometheus', 9090],
      ['jaeger', 16686],
    ]);
    const policies = objectsFor(settings).filter(
      ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.endsWith('-from-visitors'),
    ) as readonly Loose[];
    expect(policies.map(({ spec }) => spec.ingress[0].from)).toEqual(
      Array(4).fill([{ ipBlock: { cidr: '198.51.100.0/24' } }]),
    );
    // None where nobody asked for one.
    expect(peoplePaths(settingsWith()).filter(({ from }) => from.name === 'visitors')).toEqual([]);
  });

  it('of a node port of pods that speak TLS: to their port for it alone', () => {
    const tls = { from: 'cert-manager', issuer: { kind: 'own-ca' } };
    const settings = settingsWith({
      exposure: { kind: 'ingress', host: 'money.example.org', tls, backendTls: true },
      nodePorts: { from: ['198.51.100.0/24'], app: { host: '198.51.100.11' } },
    });
    const [path, ...more] = peoplePaths(settings).filter(({ from }) => from.name === 'visitors');
    expect(path?.ports).toEqual([{ port: 8443, protocol: 'TCP' }]);
    expect(more).toEqual([]);
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
