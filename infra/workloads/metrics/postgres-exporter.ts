import { Construct } from 'constructs';
import { toYaml } from '../../manifests/format-yaml.ts';
import type { ExporterQuery } from '../database/exporter-query-type.ts';
import { POSTGRES_EXPORTER, SECRETS } from '../defaults/names-and-ports.ts';
import type { DatabaseConnection } from '../facts/database-connection.ts';
import { EXPORTER_FILES, Exporter } from './exporter.ts';

export interface PostgresExporterProps {
  readonly image: string;
  /** Connection to the server. */
  readonly connection: DatabaseConnection;
  /** Database to connect to: statistics cover all of them. */
  readonly database: string;
  /** Custom queries by the prefix of their metrics; column names complete it. @default none */
  readonly queries?: Readonly<Record<string, ExporterQuery>>;
}

/** Exports the state of Postgres, as a role that may read statistics and no rows. */
export class PostgresExporter extends Construct {
  constructor(scope: Construct, id: string, props: PostgresExporterProps) {
    super(scope, id);
    const { image, connection, database, queries = {} } = props;
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
        ...(connection.config['DB_HOST'] === undefined ? [hostOfSecret()] : []),
        { name: 'DATA_SOURCE_URI', value: addressOf(connection.config, database) },
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
      authority: connection.authority,
      alive: '/',
      resources: { requests: { cpu: '10m', memory: '24Mi' }, limits: { cpu: '200m', memory: '64Mi' } },
    });
  }
}

/** Host from the Secret, since it is known only when the server exists; the address below refers to it. */
function hostOfSecret() {
  return { name: 'DB_HOST', valueFrom: { secretKeyRef: { name: SECRETS.database, key: 'DB_HOST' } } };
}

/**
 * Address for the exporter's driver, without credentials. The timeout lets the exporter report an unreachable server,
 * such as a vanished pod, before Prometheus gives up on the scrape.
 */
function addressOf(
  { DB_HOST = '$(DB_HOST)', DB_PORT, DB_TLS, DB_CA_FILE }: DatabaseConnection['config'],
  database: string,
): string {
  const authority = DB_CA_FILE === undefined ? '' : `&sslrootcert=${DB_CA_FILE}`;
  return `${DB_HOST}:${DB_PORT}/${database}?connect_timeout=2&sslmode=${DB_TLS}${authority}`;
}
