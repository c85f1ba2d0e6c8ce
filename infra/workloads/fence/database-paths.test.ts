import { describe, expect, it } from 'vitest';
import { settingsWith } from '../testing/settings-with.ts';
import {
  cluster,
  DUMPED,
  INSIDE,
  noMetrics,
  OF_DATABASE,
  type Opens,
  openPathsOf,
  PRIVATE,
  SERVERS,
  WITHOUT_POSTGRES,
} from './testing/expected-paths.ts';

/** Pods that stand for those of such a tool. */
const TRAEFIK = { 'app.kubernetes.io/name': 'traefik' };

const OPEN: readonly Opens[] = [
  ['a forwarded port, which comes from inside the pod', settingsWith(noMetrics), INSIDE],
  [
    'servers of CloudNativePG: each other, the API server and names; the operator asks them',
    settingsWith({ ...cluster, ...noMetrics }),
    [...WITHOUT_POSTGRES, ...SERVERS, ...DUMPED],
  ],
  [
    'a database elsewhere: to its address alone',
    settingsWith({
      ...noMetrics,
      database: { mode: 'external', host: '192.168.1.10' },
      secrets: { databaseOwnerUser: 'a', databaseOwnerPassword: 'b' },
    }),
    [...WITHOUT_POSTGRES, ...['web', ...OF_DATABASE].map((end) => `${end} → office 5432/TCP`)],
  ],
  [
    'a port of every node that leads to the database, for who is on a private network',
    settingsWith({ database: { debugNodePort: 30432 }, ...noMetrics }),
    [...INSIDE, ...PRIVATE.filter((end) => end !== 'node6').map((end) => `${end} → postgres 5432/TCP`)],
  ],
  [
    'a tool for reports, in a namespace of its own',
    settingsWith({
      ...noMetrics,
      database: { reports: { from: { namespace: 'kube-system', podLabels: TRAEFIK } } },
    }),
    [...INSIDE, 'traefik → postgres 5432/TCP'],
  ],
];

describe('the open paths, and no others,', () => {
  it.each(OPEN)('of %s', (_what, settings, expected) => {
    expect(openPathsOf(settings)).toEqual(expected.toSorted());
  });
});
