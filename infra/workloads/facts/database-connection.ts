import type { Settings } from '../../settings/schema.ts';
import type { Volume } from '../defaults/kube-object.ts';
import { AUTHORITY, CLUSTER_LABEL, POSTGRES } from '../defaults/names.ts';
import { type End, ours, PRIVATE } from '../defaults/network-path.ts';

/** Everything that pods need to connect to the database, whatever its mode. */
export interface DatabaseConnection {
  /** Variables without secrets; a missing one is in Secret `database`. */
  readonly config: Readonly<Record<string, string>>;
  /** Destination that network policies have to allow, at `port`. */
  readonly end: End;
  readonly port: number;
  /** Certificate authority of the server. @default the app does not verify it, or Node already trusts its issuer */
  readonly authority?: Authority;
}

/** Certificates of the authority that issued the database's certificate. */
export interface Authority {
  /** Volume that holds `ca.crt`. */
  readonly volume: Volume;
  /** Contents of the volume, when known: pods roll when they change. */
  readonly data?: Readonly<Record<string, string>>;
}

/** Connection settings for `psql` and other libpq programs. */
export interface Server {
  /** Environment variables of libpq. */
  readonly env: Readonly<Record<string, string>>;
  /** Certificate authority to mount. @default none */
  readonly authority?: Authority;
}

/** Returns how the app and its migration connect to the database that the settings choose. */
export function databaseConnectionOf({
  namespace,
  database,
  cluster,
}: Pick<Settings, 'namespace' | 'database' | 'cluster'>): DatabaseConnection {
  const { name, port } = POSTGRES;
  const common = { DB_PORT: String(port), DB_NAME: database.name };
  switch (database.mode) {
    case 'statefulset': // plaintext, inside a namespace isolated by NetworkPolicies
      return { port, end: ours(namespace, name), config: { ...common, DB_HOST: name, DB_TLS: 'disable' } };
    case 'cloudnative-pg':
      return {
        port,
        end: { ...ours(namespace, name), labels: { [CLUSTER_LABEL]: name } },
        config: { ...common, DB_HOST: `${name}-rw`, DB_READ_HOST: `${name}-ro`, ...verified },
        // The Secret also holds the private key: only the certificate is mounted.
        authority: {
          volume: { name: AUTHORITY.name, secret: { secretName: `${name}-ca`, items: [AUTHORITY_ITEM] } },
        },
      };
    case 'external': {
      const { host, readHost, tls } = database;
      return {
        port: database.port,
        end: { name: 'database', cidrs: networkOf(database) },
        config: {
          ...common,
          DB_HOST: host,
          DB_PORT: String(database.port),
          ...(readHost !== undefined && { DB_READ_HOST: readHost }),
          ...encryption(tls),
        },
        ...(tls.ca !== undefined && { authority: authorityOf(tls.ca) }),
      };
    }
    case 'rds': {
      const { tls } = database;
      return {
        port,
        end: { name: 'database', cidrs: cluster.provider === 'eks' ? [cluster.network.cidr] : PRIVATE },
        config: { ...common, ...encryption(tls) },
        ...(tls.ca !== undefined && { authority: authorityOf(tls.ca) }),
      };
    }
  }
}

/** The primary, for libpq programs. */
export function serverOf({ config, authority }: DatabaseConnection): Server {
  const { DB_HOST = '', DB_CA_FILE } = config;
  return {
    env: {
      PGHOST: DB_HOST,
      ...(DB_CA_FILE !== undefined && { PGSSLMODE: 'verify-full', PGSSLROOTCERT: DB_CA_FILE }),
    },
    ...(authority && { authority }),
  };
}

/** Networks of a host: an IP address is its own; a name is assumed to be private, unless the settings give its network. */
function networkOf({ host, network }: { readonly host: string; readonly network?: string }) {
  if (network !== undefined) return [network];
  return /^[\d.]+$/.test(host) ? [`${host}/32`] : PRIVATE;
}

/** Volume mounts of the certificates. */
export function mountOf(authority: Authority | undefined) {
  return authority ? [{ name: authority.volume.name, mountPath: FOLDER, readOnly: true }] : [];
}

/** Volumes that {@link mountOf} needs in the pod. */
export function volumesOf(authority: Authority | undefined): readonly Volume[] {
  return authority ? [authority.volume] : [];
}

const FOLDER = '/etc/database-ca';
const AUTHORITY_ITEM = { key: AUTHORITY.key, path: AUTHORITY.key };

function authorityOf(ca: string): Authority {
  const { name, key } = AUTHORITY;
  return { volume: { name, configMap: { name } }, data: { [key]: ca } };
}

const verified = { DB_TLS: 'verify-full', DB_CA_FILE: `${FOLDER}/${AUTHORITY.key}` };

function encryption({ mode, ca }: { readonly mode: string; readonly ca?: string }): Record<string, string> {
  return ca === undefined ? { DB_TLS: mode } : verified;
}
