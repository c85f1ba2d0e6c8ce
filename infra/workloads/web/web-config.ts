import { Construct } from 'constructs';
import type { Settings } from '../../settings/schema.ts';
import type { UploadsKind } from '../../settings/uploads-in-database-or-volume.ts';
import { encryptedPort } from '../defaults/app-pod-tls.ts';
import { appVersion } from '../defaults/app-version-variable.ts';
import { WEB, WEB_CONFIG } from '../defaults/names-and-ports.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import { UPLOAD_FOLDER } from '../facts/uploads-volume-mounts-and-placement.ts';

export interface WebConfigProps {
  /** Image of the app, whose tag is the version that it shows. */
  readonly image: string;
  /** Origin that people type, `http(s)://host[:port]`. */
  readonly publicUrl: string;
  /** Other origins that lead to the app. */
  readonly otherOrigins: readonly string[];
  readonly web: Settings['web'];
  /** Variables of the connection to the database. */
  readonly database: Readonly<Record<string, string>>;
  /** Variables of the connection to Redis. @default those in Secret `redis` */
  readonly redis?: Readonly<Record<string, string>> | undefined;
  /** Database connections per pod. */
  readonly databaseConnections: number;
  readonly maxUploadMebibytes: number;
  /** Place of the files of receipts. */
  readonly uploadsKind: UploadsKind;
  /** Size of all receipts of one book. */
  readonly bookMebibytes: number;
  /** Number of proxies in front of the app. */
  readonly trustedProxies: number;
  /** Serve TLS too. @default false */
  readonly encrypted?: boolean;
  /** Collector of traces. @default none - no traces are made */
  readonly collector?: { readonly endpoint: string; readonly sampleRatio: number } | undefined;
}

/** Environment of the app, except for its secrets; a test compares it with the variables that the app reads. */
export class WebConfig extends Construct {
  /** Variables that the pods read: they roll when these change. */
  readonly data: Record<string, string>;

  constructor(scope: Construct, id: string, props: WebConfigProps) {
    super(scope, id);
    this.data = variables(props);
    new Kube(this, 'Default', 'ConfigMap', { metadata: { name: WEB_CONFIG }, data: this.data });
  }
}

function variables(props: WebConfigProps): Record<string, string> {
  const { web, collector } = props;
  return {
    NODE_ENV: 'production',
    HOST: '0.0.0.0',
    PORT: String(WEB.port),
    METRICS_PORT: String(WEB.metricsPort),
    ...(props.encrypted && encryptedPort(WEB).variables),
    PUBLIC_URL: props.publicUrl,
    ...(props.otherOrigins.length > 0 && { OTHER_ORIGINS: props.otherOrigins.join(' ') }),
    LOG_LEVEL: web.logLevel,
    SIGN_UP: web.signUp,
    ...props.database,
    DB_POOL_SIZE: String(props.databaseConnections),
    ...props.redis,
    UPLOAD_STORE: props.uploadsKind,
    UPLOAD_FOLDER,
    UPLOAD_BOOK_MEBIBYTES: String(props.bookMebibytes),
    UPLOAD_MAX_BYTES: String(props.maxUploadMebibytes * 2 ** 20),
    DRAIN_SECONDS: String(web.drainSeconds),
    TRUSTED_PROXIES: String(props.trustedProxies),
    ...appVersion(props.image),
    ...(collector && {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_TRACES_SAMPLER_ARG: String(collector.sampleRatio),
    }),
  };
}
