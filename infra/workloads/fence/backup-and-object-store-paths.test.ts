import { describe, expect, it } from 'vitest';
import { settingsWith } from '../testing/settings-with.ts';
import {
  cluster,
  DUMPED,
  INSIDE,
  JOBS,
  noMetrics,
  type Opens,
  openPathsOf,
  SERVERS,
  WITHOUT_POSTGRES,
} from './testing/expected-paths.ts';

const MINIO = { namespace: 'minio', labels: { 'app.kubernetes.io/name': 'minio' }, port: 9000 };

const OPEN: readonly Opens[] = [
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
    'a store inside, for each that has a key, and for nobody else',
    settingsWith({
      ...cluster,
      ...noMetrics,
      backup: { objectStore: { kind: 'inside' }, velero: {} },
    }),
    [
      ...WITHOUT_POSTGRES,
      ...SERVERS,
      ...DUMPED,
      ...['postgres', 'another postgres', ...JOBS].map(
        (end) => `${end} → object-store/object-store 7070/TCP`,
      ),
      ...[53].flatMap((port) =>
        ['TCP', 'UDP'].map((protocol) => `object-store/object-store-buckets → dns ${port}/${protocol}`),
      ),
      'object-store/object-store-buckets → object-store/object-store 7070/TCP',
    ],
  ],
  ...[
    { bucket: 'dumps', endpoint: 'https://192.168.1.10:9000' },
    { bucket: 'dumps', endpoint: 'https://store.lab.internal:9000', network: '192.168.1.0/24' },
  ].map(
    (objectStore): Opens => [
      `dumps that go to ${objectStore.endpoint}, in the network at home`,
      settingsWith({
        ...noMetrics,
        backup: { objectStore },
        secrets: { objectStoreKeyId: 'a', objectStoreKey: 'b' },
      }),
      [...INSIDE, ...JOBS.map((job) => `${job} → office 9000/TCP`)],
    ],
  ),
  [
    'no dumps',
    settingsWith({ ...noMetrics, backup: { enabled: false } }),
    INSIDE.filter((path) => !JOBS.some((job) => path.startsWith(job))),
  ],
];

describe('the open paths, and no others,', () => {
  it.each(OPEN)('of %s', (_what, settings, expected) => {
    expect(openPathsOf(settings)).toEqual(expected.toSorted());
  });
});
