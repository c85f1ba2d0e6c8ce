import { Construct } from 'constructs';
import { mebibytes, quantity } from '../../manifests/quantity.ts';
import { toYaml } from '../../manifests/yaml.ts';
import type { Resources } from '../house/house.ts';
import { CustomResource, Kube } from '../house/kube.ts';
import { POSTGRES } from '../house/names.ts';
import { priorityClass } from '../house/priority.ts';
import type { ExporterQuery } from '../metrics/postgres-exporter.ts';
import {
  type Archive,
  archived,
  CloudNativePgArchive,
  type Recovery,
  recovered,
} from './cloudnative-pg-archive.ts';
import { DUMPING, initdb } from './cloudnative-pg-roles.ts';
import { tunedFor } from './postgres-tuning.ts';

export interface CloudNativePgProps {
  /** Image of Postgres, whose tag begins with its version: the operator looks there. */
  readonly image: string;
  /** Name of the database. */
  readonly database: string;
  /** Servers: one that is written to, and copies of it on other nodes. */
  readonly instances: number;
  /** Whether a write waits until a copy has it on its disk. */
  readonly replication: 'synchronous' | 'asynchronous';
  /** Connections that clients may hold at the same time, to each server. */
  readonly connections: number;
  readonly resources: Resources;
  readonly storage: {
    /** For example `5Gi`. */
    readonly size: string;
    /** @default the cluster's default class */
    readonly storageClass?: string | undefined;
  };
  /** Whether it is dumped. @default false */
  readonly backup?: boolean;
  /** Our own questions for its exporter, by the prefix of their metrics after `cnpg_`. @default none */
  readonly queries?: Readonly<Record<string, ExporterQuery>> | undefined;
  /** @default none - a dump is at most a day old */
  readonly archive?: Archive | undefined;
  /** What new servers begin with. @default an empty database */
  readonly recoverFrom?: Recovery | undefined;
}

/**
 * Several PostgreSQL servers of which one is written to; when it is lost, the operator of CloudNativePG makes another one
 * of its copies.
 *
 * Until then nobody can write. Of a lost node Kubernetes hears after 40 to 50 s (`node-monitor-grace-period` of the
 * controller manager, the cluster's to set). The operator then asks the lost server once more, which takes it 3 s, or 30
 * where it asked the same server within 20 s before: both are built in. What is ours to shorten is shortened here: the
 * lease, then the promotion and the Service take some 12 s. A lost pod is noticed at once.
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
          parameters: { ...tuning, ...COPYING },
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

/** Where each server says how it is, and on a port that has the name which Prometheus looks for. */
export const SERVER_METRICS_PORT = 9187;

/** On every pod that the operator makes for a Cluster, its jobs included. */
export const CLUSTER_LABEL = 'cnpg.io/cluster';

const CLUSTER = { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster' };

/** The operator puts them there, and first into the list of who has others. */
const OPERATORS_QUERIES = { name: 'cnpg-default-monitoring', key: 'queries' };
const QUERIES = { name: `${POSTGRES.name}-queries`, key: 'queries.yaml' };

/** What the operator's own process needs in the container of each server. */
const MANAGER_BYTES = 100 * 2 ** 20;

/** Two places before a write is acknowledged, or else it waits; and none is promoted that may lack one of them. */
const SYNCHRONOUS = { method: 'any', number: 1, dataDurability: 'required', failoverQuorum: true };

/** A copy looks for the new primary every second, where Postgres would wait for five: writes wait for the copy. */
const COPYING = { wal_retrieve_retry_interval: '1s' };

const FAILOVER = {
  // A copy may take over when the lost primary's lease was not renewed for so long; the default is 15 s, and a primary
  // that only lost sight of the API server goes on.
  primaryLease: { leaseDurationSeconds: 5, renewDeadlineSeconds: 3, retryPeriodSeconds: 1 },
  // A pod that leaves would else wait three minutes for clients to go by themselves, and pools never do.
  smartShutdownTimeout: 2,
  stopDelay: 60,
  switchoverDelay: 60,
  primaryUpdateMethod: 'switchover',
};

/** The operator refuses to ask for less memory than Postgres shares among its processes, which is below a quarter. */
function requestsOf({ requests, limits }: Resources) {
  const memory = Math.max(quantity(requests.memory), quantity(limits.memory) / 4);
  return { cpu: requests.cpu, memory: mebibytes(memory) };
}

/** The operator takes an image to be its own, whose postgres is user 26; in the official one it is 999. */
function postgresUser(image: string): { postgresUID?: number; postgresGID?: number } {
  return /(?:^|\/)cloudnative-pg\/postgresql[:@]/.test(image) ? {} : { postgresUID: 999, postgresGID: 999 };
}
