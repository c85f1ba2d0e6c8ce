import type { Construct } from 'constructs';
import { READ_AT_START } from '../../manifests/pod-rolling-annotation-names.ts';
import { mebibytes, quantity } from '../../manifests/quantity.ts';
import type { Storage } from '../defaults/deployment-and-statefulset-specs.ts';
import { POSTGRES, SECRETS } from '../defaults/names-and-ports.ts';
import type { Placement } from '../defaults/node-placement.ts';
import { probe, type Resources, type RestrictedContainer, scratch } from '../defaults/pod.ts';
import { SinglePodServer } from '../defaults/single-pod-server.ts';
import { tlsVolume } from '../defaults/tls-volume.ts';
import { HARDEN_SQL, INITDB_ARGS, pgdataOf, rolesScript } from './data-folder-initdb-and-role-scripts.ts';
import { type ClearText, hostRules } from './host-rules.ts';
import { tunedFor } from './postgres-tuning.ts';
import { STATEMENTS_SETTINGS } from './slow-statements-query-and-settings.ts';

export interface PostgresProps {
  readonly image: string;
  /** Name of the database. */
  readonly database: string;
  /** Connections that clients may hold at the same time. */
  readonly connections: number;
  readonly resources: Resources;
  /** @default any node */
  readonly placement?: Placement | undefined;
  readonly storage: Storage;
  /**
   * Add a role that dumps every row.
   * @default false
   */
  readonly backup?: boolean;
  /** Add a role that reads statistics. @default false */
  readonly metrics?: boolean;
  /** Connections from other pods without TLS. @default 'refused' */
  readonly clearText?: ClearText | undefined;
}

/** A single PostgreSQL server on a volume that outlives it. */
export class Postgres extends SinglePodServer {
  constructor(scope: Construct, id: string, props: PostgresProps) {
    const { name, port } = POSTGRES;
    const { clearText = 'refused' } = props;
    super(scope, id, {
      name,
      priority: 'data',
      user: USER,
      placement: props.placement,
      // A fast shutdown writes a checkpoint; a killed server replays the write-ahead log at its next start instead.
      graceSeconds: 60,
      storage: props.storage,
      configMaps: [
        ...(clearText === 'only'
          ? []
          : [
              {
                volume: ACCESS_MOUNT.name,
                name: 'postgres-access',
                files: { 'pg_hba.conf': hostRules(clearText) },
              },
            ]),
        {
          volume: 'init',
          name: INIT,
          files: {
            '10-harden.sql': HARDEN_SQL,
            [ROLES]: rolesScript({ statements: countsStatements(clearText) }),
          },
        },
      ],
      service: { clusterIP: 'None', ports: [{ name: 'postgres', port, targetPort: 'postgres' }] },
      annotations: {
        // The migration sets rotated passwords in the running server.
        [READ_AT_START]: [SECRETS.databaseOwner, SECRETS.databaseBackup, SECRETS.databaseMetrics].join(),
      },
      initContainers: [roles(props)],
      container: server(props),
      volumes: [
        ...(clearText === 'only' ? [] : [tlsVolume(SECRETS.postgresTls)]),
        scratch('run', '1Mi'),
        scratch('tmp', '256Mi'),
        scratch('shared-memory', mebibytes(quantity(props.resources.limits.memory) / 8), 'memory'),
      ],
    });
  }
}

/** True for a server that counts its statements: the library restarts a running one, as TLS does, and comes with it. */
export function countsStatements(clearText: ClearText | undefined): boolean {
  return clearText !== 'only';
}

const INIT = 'postgres-init';
const ROLES = '20-roles.sh';
const USER = 999;

const MOUNTS = [
  { name: 'data', mountPath: '/var/lib/postgresql' },
  { name: 'run', mountPath: '/var/run/postgresql' },
  { name: 'tmp', mountPath: '/tmp' },
  // Shared memory of parallel queries; the default is 64 MB per container.
  { name: 'shared-memory', mountPath: '/dev/shm' },
];

const INIT_MOUNT = { name: 'init', mountPath: '/docker-entrypoint-initdb.d', readOnly: true };

const ACCESS_MOUNT = { name: 'access', mountPath: '/etc/postgres-access', readOnly: true };
const TLS_MOUNT = { name: 'tls', mountPath: '/etc/postgres-tls', readOnly: true };

/** Server settings for encrypted connections, and for who may connect. */
const ACCESS = {
  hba_file: `${ACCESS_MOUNT.mountPath}/pg_hba.conf`,
  ssl: 'on',
  ssl_cert_file: `${TLS_MOUNT.mountPath}/tls.crt`,
  ssl_key_file: `${TLS_MOUNT.mountPath}/tls.key`,
};

/** Variables of the script that creates the roles. */
function rolesEnv({ image, database, backup = false, metrics = false }: PostgresProps) {
  const of = (secret: string, keys: readonly string[]) => keys.map((key) => ofSecret(key, secret, key));
  return [
    { name: 'PGDATA', value: pgdataOf(image) },
    { name: 'POSTGRES_DB', value: database },
    ...of(SECRETS.databaseOwner, ['DB_OWNER_USER', 'DB_OWNER_PASSWORD']),
    ...(backup ? of(SECRETS.databaseBackup, ['DB_BACKUP_USER', 'DB_BACKUP_PASSWORD']) : []),
    ...(metrics ? of(SECRETS.databaseMetrics, ['DB_METRICS_USER', 'DB_METRICS_PASSWORD']) : []),
  ];
}

function server(props: PostgresProps): Omit<RestrictedContainer, 'name'> {
  const tuning = {
    ...tunedFor({ memory: props.resources.limits.memory, connections: props.connections }),
    ...(countsStatements(props.clearText) && {
      shared_preload_libraries: 'pg_stat_statements',
      ...STATEMENTS_SETTINGS,
    }),
  };
  const isEncrypted = props.clearText !== 'only';
  // TCP, since the image answers on the socket only while it initializes an empty database.
  const ready = [
    'pg_isready',
    '--quiet',
    '--host=127.0.0.1',
    `--dbname=${props.database}`,
    '--username=postgres',
  ];
  return {
    image: props.image,
    args: Object.entries({ ...tuning, ...(isEncrypted && ACCESS) }).map(
      ([key, value]) => `--${key}=${value}`,
    ),
    env: [
      ...rolesEnv(props),
      { name: 'POSTGRES_INITDB_ARGS', value: INITDB_ARGS },
      // The image requires an initial password; the last line of the init script removes it.
      ofSecret('POSTGRES_PASSWORD', SECRETS.databaseOwner, 'DB_OWNER_PASSWORD'),
    ],
    ports: [{ name: 'postgres', containerPort: POSTGRES.port }],
    resources: props.resources,
    // Ten minutes: after a crash the write-ahead log is replayed first.
    startupProbe: probe({ exec: { command: ready } }, { every: 5, failures: 120, timeout: 5 }),
    livenessProbe: probe({ exec: { command: ready } }, { every: 10, failures: 6, timeout: 5 }),
    readinessProbe: probe({ exec: { command: ready } }, { every: 5, failures: 2, timeout: 5 }),
    volumeMounts: [...MOUNTS, INIT_MOUNT, ...(isEncrypted ? [ACCESS_MOUNT, TLS_MOUNT] : [])],
  };
}

function roles(props: PostgresProps): RestrictedContainer {
  return {
    name: 'roles',
    image: props.image,
    command: ['sh', `${INIT_MOUNT.mountPath}/${ROLES}`, 'before-start'],
    env: rolesEnv(props),
    resources: props.resources,
    volumeMounts: [...MOUNTS, INIT_MOUNT],
  };
}

function ofSecret(name: string, secret: string, key: string) {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}
