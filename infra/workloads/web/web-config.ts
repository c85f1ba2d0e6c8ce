import { Construct } from 'constructs';
import { Kube } from '../house/kube.ts';
import { WEB } from '../house/names.ts';

export interface WebConfigProps {
  /** The origin that people type, `http(s)://host[:port]`. */
  readonly publicUrl: string;
  /** Who may sign up. */
  readonly signUp: 'open' | 'invited' | 'closed';
  readonly logLevel: string;
  /** How the database is reached, as variables. */
  readonly database: Readonly<Record<string, string>>;
  /** Address of Redis. @default Secret `redis` has it */
  readonly redis?: string | undefined;
  /** Connections of one pod. */
  readonly databaseConnections: number;
  readonly maxUploadMebibytes: number;
  readonly drainSeconds: number;
  /** Proxies that each request comes through. */
  readonly trustedProxies: number;
  /** @default no traces are made */
  readonly collector?: { readonly endpoint: string; readonly sampleRatio: number } | undefined;
}

/** Name of the ConfigMap that the web pods and the migration read. */
export const WEB_CONFIG = 'web';

/** Where every pod sees the receipts. */
export const UPLOAD_FOLDER = '/srv/uploads';

/** The environment of the app, but for its secrets; a test holds it against what the app reads. */
export class WebConfig extends Construct {
  /** What pods read: they roll when it changes. */
  readonly data: Record<string, string>;

  constructor(scope: Construct, id: string, props: WebConfigProps) {
    super(scope, id);
    this.data = variables(props);
    new Kube(this, 'Default', 'ConfigMap', { metadata: { name: WEB_CONFIG }, data: this.data });
  }
}

function variables(props: WebConfigProps): Record<string, string> {
  const { collector } = props;
  return {
    NODE_ENV: 'production',
    HOST: '0.0.0.0',
    PORT: String(WEB.port),
    METRICS_PORT: String(WEB.metricsPort),
    PUBLIC_URL: props.publicUrl,
    LOG_LEVEL: props.logLevel,
    SIGN_UP: props.signUp,
    ...props.database,
    DB_POOL_SIZE: String(props.databaseConnections),
    ...(props.redis !== undefined && { REDIS_URL: props.redis }),
    UPLOAD_FOLDER,
    UPLOAD_MAX_BYTES: String(props.maxUploadMebibytes * 2 ** 20),
    DRAIN_SECONDS: String(props.drainSeconds),
    TRUSTED_PROXIES: String(props.trustedProxies),
    ...(collector && {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_TRACES_SAMPLER_ARG: String(collector.sampleRatio),
    }),
  };
}
