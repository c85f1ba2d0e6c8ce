import * as v from 'valibot';
import { crossCheck } from '../cross-check.ts';
import { group } from '../group.ts';
import { cidr } from '../ipv4-address-and-range-schemas.ts';
import { selector } from '../label-and-annotation-schemas.ts';
import { certificatesInPem, dnsLabel, hostOrAddress, objectName } from '../name-and-url-schemas.ts';
import { placement } from '../placement.ts';
import { choice, flag, memory, text, unchosen, whole } from '../quantity-text-and-choice-schemas.ts';
import { resources } from '../resources.ts';

const modes = ['statefulset', 'cloudnative-pg', 'external', 'rds'] as const;
const refused = unchosen(modes, []);

/** Settings of every database, whoever runs it. */
const every = {
  /** Name of the database. */
  name: v.optional(
    text('a Postgres name: a-z, 0-9 and _, not starting with a digit, at most 63', (word) =>
      /^[a-z_][a-z0-9_]{0,62}$/.test(word),
    ),
    'finance',
  ),
  /**
   * Makes Pulumi refuse to delete or replace anything that holds data: the database, receipts, dumps and metrics, their
   * namespaces, the server of k3s, and on AWS the cluster, its keys, files and buckets.
   */
  protect: v.optional(flag(), true),
};

/** Settings of the role for reports. */
const reports = {
  /** Connections that it may hold at a time. */
  connections: v.optional(whole(1, 50), 3),
};

/** Settings of databases outside of the cluster. */
const elsewhere = {
  ...every,
  /**
   * A role that reads the figures of all books, for reports: no names or addresses of people, no payees, notes or tags.
   * Absent: there is none, and one of before may not sign in any more.
   */
  reports: v.exactOptional(group(reports)),
};

/** Settings of databases in the cluster. */
const inCluster = {
  ...every,
  /**
   * A role that reads the figures of all books, for reports: no names or addresses of people, no payees, notes or tags.
   * Absent: there is none, and one of before may not sign in any more.
   */
  reports: v.exactOptional(
    group({
      ...reports,
      /** Pods of another namespace that may connect, such as those of a tool for reports. Absent: a forwarded port is the only way. */
      from: v.exactOptional(
        group({
          /** Their namespace. */
          namespace: dnsLabel(),
          /** Their labels. */
          podLabels: selector(),
        }),
      ),
    }),
  ),
  storage: v.optional(
    group({
      /** Size of the volume of each server; it can grow, and never shrinks. */
      size: v.optional(memory(), '5Gi'),
      /** Storage class; absent: the cluster's default. */
      storageClass: v.exactOptional(objectName()),
    }),
    {},
  ),
  /** CPU and memory of each server. */
  resources: resources('250m/256Mi', '500m/1Gi'),
  /** Nodes that each server may run on. */
  placement: placement(),
  /**
   * Connections of each server, for all clients together. Changing it restarts the server. Absent: the present number, or
   * what the memory holds well.
   */
  connections: v.exactOptional(whole(20, 1000)),
};

const cloudNativePgGroup = group({
  mode: v.literal('cloudnative-pg'),
  ...inCluster,
  /** Servers; three, so that one may fail and writes still reach two. */
  instances: v.optional(whole(3, 9), 3),
  /** Replication mode; `synchronous` acknowledges a write when a second server has it on disk, and waits until one has. */
  replication: v.optional(choice(['synchronous', 'asynchronous']), 'synchronous'),
  /** Namespace of the operator, which has to reach its servers. */
  operatorNamespace: v.optional(dnsLabel(), 'cnpg-system'),
  /** Folder of `backup.objectStore` that the servers archive to; new servers need an empty one. */
  archive: v.optional(objectName(), 'postgres'),
  /** Recovery source of new servers, in the place of an empty database. Existing servers ignore it. */
  recoverFrom: v.exactOptional(
    group({
      /** Folder that the former servers archived to. */
      archive: objectName(),
      /** Point in time to recover to; later writes are left out. Absent: everything archived is recovered. */
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
  crossCheck<v.InferOutput<typeof cloudNativePgGroup>>(
    ['archive', 'recoverFrom.archive'],
    ({ archive, recoverFrom }) => archive !== recoverFrom?.archive,
    'must be another one than recoverFrom.archive: what is recovered from stays as it is',
  ),
);

/** Verification of the database's certificate by the app; the default trusts no server without a valid one. */
const certificates = group({
  /** `verify-full` checks the certificate and the name in it, `require` encrypts only, `disable` does neither. */
  mode: v.optional(choice(['verify-full', 'require', 'disable']), 'verify-full'),
  /** Certificates of the authorities that signed the server's; absent: those that Node trusts. */
  ca: v.exactOptional(certificatesInPem()),
});

const tls = v.optional(
  v.pipe(
    certificates,
    crossCheck<v.InferOutput<typeof certificates>>(
      ['ca', 'mode'],
      ({ mode, ca }) => ca === undefined || mode === 'verify-full',
      ({ mode }) => `must not be set where nothing is verified: mode is ${mode}`,
    ),
  ),
  {},
);

const rdsGroup = group({
  mode: v.literal('rds'),
  ...elsewhere,
  tls,
  /** Instance class of RDS, which sets cores and memory. */
  instanceClass: v.optional(
    text('a class such as db.m7g.large', (word) => /^db\.[a-z0-9-]+\.[a-z0-9-]+$/.test(word)),
    'db.m7g.large',
  ),
  /** Size of the disk at first. */
  gibibytes: v.optional(whole(20, 65536), 20),
  /** Limit of storage autoscaling. */
  maxGibibytes: v.optional(whole(20, 65536), 100),
  /** Runs a standby in another zone, which takes over on failure. */
  multiZone: v.optional(flag(), true),
  /** Runs a copy in the same region that serves the app's reads, which may be seconds old. */
  readReplica: v.optional(flag(), false),
  /** Retention of automatic backups in days, and thus the window of point-in-time recovery. */
  backupDays: v.optional(whole(7, 35), 14),
});

type Rds = v.InferOutput<typeof rdsGroup>;

/** An RDS instance, created with a cluster of `cluster.provider: eks`. */
const rds = v.pipe(
  rdsGroup,
  crossCheck<Rds>(
    ['maxGibibytes', 'gibibytes'],
    ({ gibibytes, maxGibibytes }) => maxGibibytes >= gibibytes,
    ({ gibibytes }) => `must not be below gibibytes (${gibibytes})`,
  ),
  crossCheck<Rds>(
    ['tls.ca', 'tls.mode'],
    ({ tls }) => tls.mode !== 'verify-full' || tls.ca !== undefined,
    'is missing, must be the authorities of RDS in the region, because Node knows none of them: ' +
      'https://truststore.pki.rds.amazonaws.com/<region>/<region>-bundle.pem',
  ),
);

/** The Postgres that is the system of record: one server in the cluster, three replicated ones, RDS, or an external one. */
export const database = v.variant(
  'mode',
  [
    group({
      mode: v.optional(v.literal('statefulset'), 'statefulset'),
      ...inCluster,
      /**
       * Port on every node that leads to Postgres, for a person's own database tool, which has to use TLS; usually 30432.
       * Absent: none. Only the password protects it: remove it after use.
       */
      debugNodePort: v.exactOptional(whole(30000, 32767)),
      /**
       * Connections without TLS: `only` means that the server has no other, and counts no statements, `accepted` that it has both, for the one deployment
       * that brings TLS to running pods. Absent: `refused`; but Pulumi leaves a running server as it is, because changing it
       * restarts Postgres, and says so.
       */
      clearText: v.exactOptional(choice(['refused', 'accepted', 'only'])),
    }),
    cloudNativePg,
    group({
      mode: v.literal('external'),
      ...elsewhere,
      /** Host name or address of the server. */
      host: hostOrAddress(),
      /** Port of the server. */
      port: v.optional(whole(1, 65535), 5432),
      /** Host of a read replica, which may lag; absent: there is none. */
      readHost: v.exactOptional(hostOrAddress()),
      /**
       * Address range in which the app may reach the database. Absent: the host's own where it is an address, else the
       * private ranges.
       */
      network: v.exactOptional(cidr()),
      tls,
    }),
    rds,
  ],
  (issue) => (issue.path ? refused(issue) : 'must be a group of settings'),
);
