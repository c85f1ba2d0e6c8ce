import { isAddress, PRIVATE_RANGES } from '../../settings/ipv4-address-and-range-schemas.ts';
import type { Settings } from '../../settings/schema.ts';
import { AUTHORITY_FILE, CLUSTER_LABEL, DATABASE_AUTHORITY, POSTGRES } from '../defaults/names-and-ports.ts';
import { type End, ours } from '../defaults/network-path-and-known-ends.ts';
import { type Authority, fileOf, platformAuthority, volumeOf } from './certificate-authority-volume.ts';

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
    case 'statefulset':
      if (database.clearText === 'only')
        return { port, end: ours(namespace, name), config: { ...common, DB_HOST: name, DB_TLS: 'disable' } };
      return {
        port,
        end: ours(namespace, name),
        config: { ...common, DB_HOST: name, ...verified },
        authority: platformAuthority(DATABASE_AUTHORITY),
      };
    case 'cloudnative-pg':
      return {
        port,
        end: { ...ours(namespace, name), labels: { [CLUSTER_LABEL]: name } },
        config: { ...common, DB_HOST: `${name}-rw`, DB_READ_HOST: `${name}-ro`, ...verified },
        // The Secret also holds the private key: only the certificate is mounted.
        authority: {
          volume: volumeOf(DATABASE_AUTHORITY, `${name}-ca`),
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
        end: {
          name: 'database',
          cidrs: cluster.provider === 'eks' ? [cluster.network.cidr] : PRIVATE_RANGES,
        },
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
  return isAddress(host) ? [`${host}/32`] : PRIVATE_RANGES;
}

function authorityOf(ca: string): Authority {
  const name = DATABASE_AUTHORITY;
  return { volume: { name, configMap: { name } }, data: { [AUTHORITY_FILE]: ca } };
}

const verified = { DB_TLS: 'verify-full', DB_CA_FILE: fileOf(DATABASE_AUTHORITY) };

function encryption({ mode, ca }: { readonly mode: string; readonly ca?: string }): Record<string, string> {
  return ca === undefined ? { DB_TLS: mode } : verified;
}
