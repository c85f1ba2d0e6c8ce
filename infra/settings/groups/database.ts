import * as v from 'valibot';
import { cidr } from '../addresses.ts';
import { agree } from '../agree.ts';
import { group } from '../group.ts';
import { dnsLabel, hostOrAddress, objectName } from '../names.ts';
import { resources } from '../resources.ts';
import { choice, flag, memory, text, unchosen, whole } from '../values.ts';

const modes = ['statefulset', 'cloudnative-pg', 'external', 'rds'] as const;
const refused = unchosen(modes, []);

/** What every database has, whoever runs it. */
const every = {
  name: v.optional(
    text('a Postgres name: a-z, 0-9 and _, not starting with a digit, at most 63', (word) =>
      /^[a-z_][a-z0-9_]{0,62}$/.test(word),
    ),
    'finance',
  ),
  /**
   * Pulumi then refuses to delete or replace what holds data, all of it: the database, receipts, dumps and metrics, their
   * namespaces, the server of k3s, and on AWS the cluster, its keys, files and buckets.
   */
  protect: v.optional(flag(), true),
};

/** What those have that run in the cluster. */
const inCluster = {
  ...every,
  storage: v.optional(
    group({
      size: v.optional(memory(), '5Gi'),
      /** Absent: the class that the cluster takes by default. */
      storageClass: v.exactOptional(objectName()),
    }),
    {},
  ),
  /** Of each server. */
  resources: resources('250m/256Mi', '500m/1Gi'),
};

const cloudNativePgGroup = group({
  mode: v.literal('cloudnative-pg'),
  ...inCluster,
  /** Three, so that one may be lost and writes still have two places. */
  instances: v.optional(whole(3, 9), 3),
  /** Synchronous: a write is acknowledged when a second server has it on its disk, and waits until one has. */
  replication: v.optional(choice(['synchronous', 'asynchronous']), 'synchronous'),
  /** Where the operator runs: it has to reach its servers. */
  operatorNamespace: v.optional(dnsLabel(), 'cnpg-system'),
  /** Folder of `backup.objectStore` that the servers archive to; new servers need one that nobody has written to. */
  archive: v.optional(objectName(), 'postgres'),
  /** What new servers begin with, in the place of an empty database. Those that are there take no notice. */
  recoverFrom: v.exactOptional(
    group({
      /** Folder that other servers archived to. */
      archive: objectName(),
      /** Nothing that was written after it comes back. Absent: all comes back that was archived. */
      until: v.exactOptional(
        text(
          'a moment in UTC such as 2026-01-31T09:00:00Z',
          (word) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(word) && !Number.isNaN(Date.parse(word)),
        ),
      ),
    }),
  ),
});

const cloudNativePg = v.pipe(
  cloudNativePgGroup,
  agree<v.InferOutput<typeof cloudNativePgGroup>>(
    ['archive', 'recoverFrom.archive'],
    ({ archive, recoverFrom }) => archive !== recoverFrom?.archive,
    'must be another one than recoverFrom.archive: what is recovered from stays as it is',
  ),
);

/** How the app knows that it talks to its own database; the default believes nobody without a certificate. */
const certificates = group({
  mode: v.optional(choice(['verify-full', 'require', 'disable']), 'verify-full'),
  /** Certificates of who signed the server's. Absent: the authorities that Node knows. */
  ca: v.exactOptional(
    text('certificates in PEM form, without a private key', (word) =>
      /^(?:-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/.test(word),
    ),
  ),
});

const tls = v.optional(
  v.pipe(
    certificates,
    agree<v.InferOutput<typeof certificates>>(
      ['ca', 'mode'],
      ({ mode, ca }) => ca === undefined || mode === 'verify-full',
      ({ mode }) => `must not be set where nothing is verified: mode is ${mode}`,
    ),
  ),
  {},
);

const rdsGroup = group({
  mode: v.literal('rds'),
  ...every,
  tls,
  /** Cores and memory, of the classes of RDS. */
  instanceClass: v.optional(
    text('a class such as db.m7g.large', (word) => /^db\.[a-z0-9-]+\.[a-z0-9-]+$/.test(word)),
    'db.m7g.large',
  ),
  gibibytes: v.optional(whole(20, 65536), 20),
  /** It grows up to here by itself. */
  maxGibibytes: v.optional(whole(20, 65536), 100),
  /** A second server in another zone, which takes over. */
  multiZone: v.optional(flag(), true),
  /** How far back the database can be taken. */
  backupDays: v.optional(whole(7, 35), 14),
});

type Rds = v.InferOutput<typeof rdsGroup>;

/** One of AWS, made beside a cluster of `cluster.provider: eks`. */
const rds = v.pipe(
  rdsGroup,
  agree<Rds>(
    ['maxGibibytes', 'gibibytes'],
    ({ gibibytes, maxGibibytes }) => maxGibibytes >= gibibytes,
    ({ gibibytes }) => `must not be below gibibytes (${gibibytes})`,
  ),
  agree<Rds>(
    ['tls.ca', 'tls.mode'],
    ({ tls }) => tls.mode !== 'verify-full' || tls.ca !== undefined,
    'is missing, must be the authorities of RDS in the region, because Node knows none of them: ' +
      'https://truststore.pki.rds.amazonaws.com/<region>/<region>-bundle.pem',
  ),
);

/** The Postgres that holds the truth: one server here, three that stand in for each other, or somebody else's. */
export const database = v.variant(
  'mode',
  [
    group({
      mode: v.optional(v.literal('statefulset'), 'statefulset'),
      ...inCluster,
      /**
       * A port of every node that leads to Postgres, for a look with a tool of one's own; usually 30432. Absent: there is
       * none. The password is all that protects it: take it out again.
       */
      debugNodePort: v.exactOptional(whole(30000, 32767)),
    }),
    cloudNativePg,
    group({
      mode: v.literal('external'),
      ...every,
      host: hostOrAddress(),
      port: v.optional(whole(1, 65535), 5432),
      /** Answers reads alone, and may lag; absent: there is none. */
      readHost: v.exactOptional(hostOrAddress()),
      /** Addresses that the app may reach it at. Absent: the host's own where it is an address, else private ones. */
      network: v.exactOptional(cidr()),
      tls,
    }),
    rds,
  ],
  (issue) => (issue.path ? refused(issue) : 'must be a group of settings'),
);
