import { Construct } from 'constructs';
import { toYaml } from '../../manifests/yaml.ts';
import type { Reach } from '../database/reach.ts';
import { POSTGRES_EXPORTER, SECRETS } from '../house/names.ts';
import { EXPORTER_FILES, Exporter } from './exporter.ts';

export interface PostgresExporterProps {
  readonly image: string;
  /** How it gets to the server. */
  readonly reach: Reach;
  /** Which database of it: statistics are of all of them. */
  readonly database: string;
  /** Our own questions by the prefix of their metrics; columns are the rest of the names. @default none */
  readonly queries?: Readonly<Record<string, ExporterQuery>>;
}

export interface ExporterQuery {
  readonly query: string;
  /** Which databases the exporter of CloudNativePG asks it in. @default the one of the app */
  readonly target_databases?: readonly string[];
  /** What each column is, by its name. */
  readonly metrics: ReadonlyArray<
    Readonly<Record<string, { readonly usage: 'GAUGE' | 'COUNTER' | 'LABEL'; readonly description: string }>>
  >;
}

/** Asks Postgres how it is, as a role that may read statistics and no row of anybody. */
export class PostgresExporter extends Construct {
  constructor(scope: Construct, id: string, props: PostgresExporterProps) {
    super(scope, id);
    const { image, reach, database, queries = {} } = props;
    const own = Object.keys(queries).length > 0;
    new Exporter(this, 'exporter', {
      ...POSTGRES_EXPORTER,
      image,
      user: 65534,
      args: [
        `--web.listen-address=:${POSTGRES_EXPORTER.port}`,
        ...(own ? [`--extend.query-path=${EXPORTER_FILES}/queries.yaml`] : []),
      ],
      ...(own && { files: { 'queries.yaml': toYaml([queries]) } }),
      env: [
        ...(reach.config['DB_HOST'] === undefined ? [hostOfSecret()] : []),
        { name: 'DATA_SOURCE_URI', value: addressOf(reach.config, database) },
        ...['USER', 'PASS'].map((part) => ({
          name: `DATA_SOURCE_${part}`,
          valueFrom: {
            secretKeyRef: {
              name: SECRETS.databaseMetrics,
              key: part === 'USER' ? 'DB_METRICS_USER' : 'DB_METRICS_PASSWORD',
            },
          },
        })),
      ],
      authority: reach.authority,
      alive: '/',
      resources: { requests: { cpu: '10m', memory: '24Mi' }, limits: { cpu: '200m', memory: '64Mi' } },
    });
  }
}

/** Known when the server is there; the address below names it. */
function hostOfSecret() {
  return { name: 'DB_HOST', valueFrom: { secretKeyRef: { name: SECRETS.database, key: 'DB_HOST' } } };
}

/**
 * As its driver reads it, without who we are. Where nobody answers, which a pod that is gone does for minutes, the exporter
 * has to say so before Prometheus gives up on it.
 */
function addressOf(
  { DB_HOST = '$(DB_HOST)', DB_PORT, DB_TLS, DB_CA_FILE }: Reach['config'],
  database: string,
): string {
  const authority = DB_CA_FILE === undefined ? '' : `&sslrootcert=${DB_CA_FILE}`;
  return `${DB_HOST}:${DB_PORT}/${database}?connect_timeout=2&sslmode=${DB_TLS}${authority}`;
}
