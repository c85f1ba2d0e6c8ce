import type { Settings } from '../../settings/schema.ts';
import { type End, ours, PRIVATE } from '../fence/path.ts';
import type { Volume } from '../house/kube.ts';
import { AUTHORITY, POSTGRES } from '../house/names.ts';
import { CLUSTER_LABEL } from './cloudnative-pg.ts';

/** All that pods have to know of the database, whichever it is. */
export interface Reach {
  /** The variables that anybody may read; where one is missing, Secret `database` has it. */
  readonly config: Readonly<Record<string, string>>;
  /** Where the network has to be open to, at `port`. */
  readonly end: End;
  readonly port: number;
  /** @default the app verifies nothing, or Node knows who vouches for it */
  readonly authority?: Authority;
}

/** The certificates of who vouches for the database. */
export interface Authority {
  /** It holds `ca.crt`. */
  readonly volume: Volume;
  /** What is in it, where we know it: pods roll when it changes. */
  readonly data?: Readonly<Record<string, string>>;
}

/** The server as `psql` and its like get to it. */
export interface Server {
  /** The variables that libpq reads. */
  readonly env: Readonly<Record<string, string>>;
  /** Has to be mounted where there is one. */
  readonly authority?: Authority;
}

/** How the app and its migration get to the database that the settings choose. */
export function reachOf({
  namespace,
  database,
  cluster,
}: Pick<Settings, 'namespace' | 'database' | 'cluster'>): Reach {
  const { name, port } = POSTGRES;
  const common = { DB_PORT: String(port), DB_NAME: database.name };
  switch (database.mode) {
    case 'statefulset': // in clear, inside a namespace that is fenced off
      return { port, end: ours(namespace, name), config: { ...common, DB_HOST: name, DB_TLS: 'disable' } };
    case 'cloudnative-pg':
      return {
        port,
        end: { ...ours(namespace, name), labels: { [CLUSTER_LABEL]: name } },
        config: { ...common, DB_HOST: `${name}-rw`, DB_READ_HOST: `${name}-ro`, ...verified },
        // Its key is in there as well: only the certificate is shown to the pods.
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

/** The one that is written to, for programs that know libpq. */
export function serverOf({ config, authority }: Reach): Server {
  const { DB_HOST = '', DB_CA_FILE } = config;
  return {
    env: {
      PGHOST: DB_HOST,
      ...(DB_CA_FILE !== undefined && { PGSSLMODE: 'verify-full', PGSSLROOTCERT: DB_CA_FILE }),
    },
    ...(authority && { authority }),
  };
}

/** An address stands for itself; what a name leads to is private, as databases are, unless the settings say otherwise. */
function networkOf({ host, network }: { readonly host: string; readonly network?: string }) {
  if (network !== undefined) return [network];
  return /^[\d.]+$/.test(host) ? [`${host}/32`] : PRIVATE;
}

/** Where a container has the certificates. */
export function mountOf(authority: Authority | undefined) {
  return authority ? [{ name: authority.volume.name, mountPath: FOLDER, readOnly: true }] : [];
}

/** What its pod has to have for that. */
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
