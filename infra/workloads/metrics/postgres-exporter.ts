import { Construct } from 'constructs';
import { toYaml } from '../../manifests/yaml.ts';
import { POSTGRES, POSTGRES_EXPORTER, SECRETS } from '../house/names.ts';
import { EXPORTER_FILES, Exporter } from './exporter.ts';

export interface PostgresExporterProps {
  readonly image: string;
  /** Our own questions by the prefix of their metrics; columns are the rest of the names. @default none */
  readonly queries?: Readonly<Record<string, ExporterQuery>>;
}

export interface ExporterQuery {
  readonly query: string;
  /** What each column is, by its name. */
  readonly metrics: ReadonlyArray<
    Readonly<Record<string, { readonly usage: 'GAUGE' | 'COUNTER' | 'LABEL'; readonly description: string }>>
  >;
}

/** Asks Postgres how it is, as a role that may read statistics and no row of anybody. */
export class PostgresExporter extends Construct {
  constructor(scope: Construct, id: string, { image, queries = {} }: PostgresExporterProps) {
    super(scope, id);
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
        { name: 'DATA_SOURCE_URI', value: `${POSTGRES.name}:${POSTGRES.port}/postgres?sslmode=disable` },
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
      alive: '/',
      resources: { requests: { cpu: '10m', memory: '24Mi' }, limits: { cpu: '200m', memory: '64Mi' } },
    });
  }
}
