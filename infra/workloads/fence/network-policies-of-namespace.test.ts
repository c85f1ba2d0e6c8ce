import { describe, expect, it } from 'vitest';
import { readStackFile } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import { settingsWith } from '../testing/settings-with.ts';
import {
  DUMPED,
  INSIDE,
  JOBS,
  METRICS,
  METRICS_OF_SERVERS,
  mail,
  noMetrics,
  type Opens,
  openPathsOf,
  PEOPLE,
  SERVERS,
  WITHOUT_POSTGRES,
} from './testing/expected-paths.ts';

/** Paths to an object store on the internet, of a cloud that identifies the pods by their service accounts. */
const toCloud = (pods: readonly string[]) =>
  pods.flatMap((pod) => [
    `${pod} → internet 443/TCP`,
    `${pod} → internet6 443/TCP`,
    `${pod} → identity 80/TCP`,
  ]);

const OPEN: readonly Opens[] = [
  ['the dev stack', readStackFile('dev'), [...INSIDE, ...PEOPLE, ...METRICS]],
  [
    'the prod stack, whose pods no neighbour of the load balancer reaches; its add-ons have a test of their own',
    { ...readStackFile('prod'), addOns: {} },
    [
      ...WITHOUT_POSTGRES,
      ...SERVERS,
      ...DUMPED,
      'alb → web 8080/TCP',
      ...METRICS_OF_SERVERS,
      ...toCloud([...JOBS, 'postgres', 'another postgres']),
    ],
  ],
  ['mail: no way of the app, which sends none', settingsWith({ ...mail, ...noMetrics }), INSIDE],
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
];

describe('the open paths, and no others,', () => {
  it.each(OPEN)('of %s', (_what, settings, expected) => {
    expect(openPathsOf(settings)).toEqual(expected.toSorted());
  });
});
