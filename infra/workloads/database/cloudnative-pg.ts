import { Construct } from 'constructs';
import { toYaml } from '../../manifests/format-yaml.ts';
import { mebibytes, quantity } from '../../manifests/quantity.ts';
import { CLUSTER_LABEL, POSTGRES } from '../defaults/names-and-ports.ts';
import { type Placement, placed } from '../defaults/node-placement.ts';
import type { Resources } from '../defaults/pod.ts';
import { priorityClass } from '../defaults/pod-priorities.ts';
import { CustomResource, Kube } from '../defaults/typed-kubernetes-objects.ts';
import {
  type Archive,
  archived,
  CloudNativePgArchive,
  type Recovery,
  recovered,
} from './cloudnative-pg-archive-and-recovery.ts';
import { DUMPING, initdb } from './cloudnative-pg-initdb.ts';
import type { ExporterQuery } from './exporter-query-type.ts';
import { tunedFor } from './postgres-tuning.ts';
import { STATEMENTS_SETTINGS } from './slow-statements-query-and-settings.ts';

export interface CloudNativePgProps {
  /** Postgres image whose tag begins with the Postgres version: the operator parses it. */
  readonly image: string;
  /** Name of the database. */
  readonly database: string;
  /** Number of servers: a primary, and standbys on other nodes. */
  readonly instances: number;
  /** Replication mode; synchronous: a commit waits until a standby has it on disk. */
  readonly replication: 'synchronous' | 'asynchronous';
  /** Connections that clients may hold at the same time, per server. */
  readonly connections: number;
  readonly resources: Resources;
  /** @default any node */
  readonly placement?: Placement | undefined;
  readonly storage: {
    /** Size of each server's volume, for example `5Gi`. */
    readonly size: string;
    /** @default the cluster's default class */
    readonly storageClass?: string | undefined;
  };
  /** Add the role that makes dumps. @default false */
  readonly backup?: boolean;
  /** Custom queries for the exporter, by the prefix of their metrics after `cnpg_`. @default none */
  readonly queries?: Readonly<Record<string, ExporterQuery>> | undefined;
  /** Archive of the write-ahead log. @default none - a dump is at most a day old */
  readonly archive?: Archive | undefined;
  /** Archive that new servers are bootstrapped from. @default an empty database */
  readonly recoverFrom?: Recovery | undefined;
}

/**
 * A primary PostgreSQL server with standbys; when the primary is lost, the operator of CloudNativePG promotes a standby.
 *
 * Until then there are no writes. Kubernetes notices a lost node after 40 to 50 s (`node-monitor-grace-period` of the
 * controller manager, a setting of the cluster). The operator then queries the lost server once more, which takes 3 s, or
 * 30 s if it queried the same server within the 20 s before: both are built in. The rest is shortened here: the lease, the
 * promotion and the Service take some 12 s together. A lost pod is noticed at once.
 */
export class CloudNativePg extends Construct {
  constructor(scope: Construct, id: string, props: CloudNativePgProps) {
    super(scope, id);
    const {
      image,
      database,
      instances,
      replication,
      resources,
      storage,
      backup,
      queries,
      archive,
      recoverFrom,
    } = props;
    const { cpu, memory } = resources.limits;
    const tuning = tunedFor({
      memory: mebibytes(quantity(memory) - MANAGER_BYTES),
      connections: props.connections,
    });

    new CustomResource(this, 'cluster', CLUSTER, {
      metadata: { name: POSTGRES.name },
      spec: {
        instances,
        imageName: image,
        imagePullPolicy: 'IfNotPresent',
        ...postgresUser(image),
        ...(recoverFrom
          ? recovered(recoverFrom, initdb(database))
          : { bootstrap: { initdb: initdb(database) } }),
        storage: {
          size: storage.size,
          ...(storage.storageClass !== undefined && { storageClass: storage.storageClass }),
        },
        resources: { requests: requestsOf(resources), limits: { cpu, memory } },
        priorityClassName: priorityClass(this, 'data'),
        ephemeralVolumesSizeLimit: { shm: mebibytes(quantity(memory) / 8), temporaryData: '1Gi' },
        affinity: {
          enablePodAntiAffinity: true,
          podAntiAffinityType: 'required',
          topologyKey: 'kubernetes.io/hostname',
          ...operatorsWords(props.placement),
        },
        topologySpreadConstraints: [
          {
            topologyKey: 'topology.kubernetes.io/zone',
            maxSkew: 1,
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: { [CLUSTER_LABEL]: POSTGRES.name } },
          },
        ],
        postgresql: {
          // The operator loads the library, and creates the extension in every database, where it is configured.
          parameters: { ...tuning, ...COPYING, ...STATEMENTS_SETTINGS },
          pg_hba: NO_CLEAR_TEXT,
          ...(replication === 'synchronous' && { synchronous: SYNCHRONOUS }),
        },
        ...(backup && { managed: DUMPING }),
        ...(queries && { monitoring: { customQueriesConfigMap: [OPERATORS_QUERIES, QUERIES] } }),
        ...(archive && archived(archive)),
        ...FAILOVER,
      },
    });
    if (queries) {
      new Kube(this, 'queries', 'ConfigMap', {
        metadata: { name: QUERIES.name, labels: { 'cnpg.io/reload': 'true' } },
        data: { [QUERIES.key]: toYaml([queries]) },
      });
    }
    if (archive) new CloudNativePgArchive(this, 'archive', archive);
  }
}

const CLUSTER = { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster' };

/** The operator's default queries; it adds them in front when a Cluster lists others. */
const OPERATORS_QUERIES = { name: 'cnpg-default-monitoring', key: 'queries' };
const QUERIES = { name: `${POSTGRES.name}-queries`, key: 'queries.yaml' };

/** Memory that the operator's instance manager needs in the container of each server. */
const MANAGER_BYTES = 100 * 2 ** 20;

/** A commit waits until two servers have it, and no standby is promoted that may lack one. */
const SYNCHRONOUS = { method: 'any', number: 1, dataDurability: 'required', failoverQuorum: true };

/** Standbys look for the new primary every second instead of every five: commits wait for them. */
const COPYING = { wal_retrieve_retry_interval: '1s' };

/** First of the rules by which anybody connects over the network; the operator's own come before, and its default after. */
const NO_CLEAR_TEXT = ['hostnossl all all all reject'];

const FAILOVER = {
  // Standbys may take over when the lost primary's lease was not renewed for this long; the default is 15 s. A primary
  // that only lost its connection to the API server goes on.
  primaryLease: { leaseDurationSeconds: 5, renewDeadlineSeconds: 3, retryPeriodSeconds: 1 },
  // A server that shuts down would otherwise wait three minutes for clients to disconnect, and pools never do.
  smartShutdownTimeout: 2,
  stopDelay: 60,
  switchoverDelay: 60,
  primaryUpdateMethod: 'switchover',
};

/** The operator refuses a memory request below Postgres's shared buffers, which are below a quarter of the limit. */
function requestsOf({ requests, limits }: Resources) {
  const memory = Math.max(quantity(requests.memory), quantity(limits.memory) / 4);
  return { cpu: requests.cpu, memory: mebibytes(memory) };
}

/** The operator assumes its own image, in which postgres is user 26; in the official one it is 999. */
function postgresUser(image: string): { postgresUID?: number; postgresGID?: number } {
  return /(?:^|\/)cloudnative-pg\/postgresql[:@]/.test(image) ? {} : { postgresUID: 999, postgresGID: 999 };
}

/** Placement in the words of the operator, which adds the repulsion of its servers to affinities of our own. */
function operatorsWords(placement: Placement | undefined) {
  if (!placement) return {};
  const { nodeSelector, tolerations, affinity } = placed(placement);
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity ?? {};
  return {
    ...(nodeSelector && { nodeSelector }),
    ...(tolerations && { tolerations }),
    ...(nodeAffinity && { nodeAffinity }),
    ...(podAffinity && { additionalPodAffinity: podAffinity }),
    ...(podAntiAffinity && { additionalPodAntiAffinity: podAntiAffinity }),
  };
}
