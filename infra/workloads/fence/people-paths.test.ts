import { describe, expect, it } from 'vitest';
import { networkEndpoints } from '../testing/network-endpoints.ts';
import { openPaths } from '../testing/open-connections.ts';
import { settingsWith } from '../testing/smallest-settings.ts';
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

  it.each(['node-port', 'load-balancer'])('of a %s: from anywhere, to the app only', (kind) => {
    const objects = objectsFor(settingsWith({ exposure: { kind, host: 'node' }, ...noMetrics }));
    const { all, ours } = networkEndpoints(objects);
    const anywhere = Object.keys(all)
      .filter((end) => !(end in ours))
      .map((end) => `${end} → web 8080/TCP`);
    expect([...openPaths(objects)].toSorted()).toEqual([...INSIDE, ...anywhere].toSorted());
  });
});
