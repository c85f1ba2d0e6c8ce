import type { Construct } from 'constructs';
import { toYaml } from '../../manifests/format-yaml.ts';
import type { Storage } from '../defaults/deployment-and-statefulset-specs.ts';
import { LOKI, SECRETS } from '../defaults/names-and-ports.ts';
import { probe, type Resources, scratch } from '../defaults/pod.ts';
import { SinglePodServer } from '../defaults/single-pod-server.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import { fileOf, mountOf, volumesOf } from '../facts/certificate-authority-volume.ts';
import type { ObjectStore, StoreKey } from '../facts/object-store-folders-and-keys.ts';
import { authoritySecret } from '../secrets/certificate-secrets.ts';

export interface LokiProps {
  readonly image: string;
  readonly retentionDays: number;
  /** S3-compatible storage that the service account has access to. @default none - lines are kept on the volume */
  readonly objectStore?: ObjectStore | undefined;
  /** Key of the store. @default none - the cloud identifies the pod by its service account */
  readonly key?: StoreKey;
  /** Certificates of the platform's authority, which certified the store. @default none - the store has another issuer */
  readonly trusted?: string | undefined;
  readonly storage: Storage;
  readonly resources: Resources;
}

/** A single Loki with a volume, which keeps the pods' logs for some days. */
export class Loki extends SinglePodServer {
  constructor(scope: Construct, id: string, props: LokiProps) {
    const { name, port } = LOKI;
    const ready = { httpGet: { path: '/ready', port: 'http' } };
    super(scope, id, {
      name,
      user: 10001,
      graceSeconds: 60, // flushes memory to the volume
      accountAnnotations: props.objectStore?.accountAnnotations ?? {},
      storage: props.storage,
      configMaps: [{ volume: 'config', files: { 'loki.yaml': toYaml([lokiConfig(props)]) } }],
      service: { ports: [{ name: 'http', port, targetPort: 'http' }] },
      container: {
        image: props.image,
        args: ['-config.file=/etc/loki/loki.yaml'],
        ...(props.key && { envFrom: [{ secretRef: { name: SECRETS.lokiStore } }] }),
        ports: [{ name: 'http', containerPort: port }],
        resources: props.resources,
        // Five minutes: after a crash the write-ahead log is replayed first.
        startupProbe: probe(ready, { every: 3, failures: 100, timeout: 3 }),
        livenessProbe: probe(ready, { every: 10, failures: 6, timeout: 5 }),
        readinessProbe: probe(ready, { every: 5, failures: 3, timeout: 3 }),
        volumeMounts: [
          { name: 'config', mountPath: '/etc/loki', readOnly: true },
          { name: 'data', mountPath: '/loki' },
          { name: 'tmp', mountPath: '/tmp' },
          ...mountOf(props.objectStore?.authority),
        ],
      },
      volumes: [scratch('tmp', '64Mi'), ...volumesOf(props.objectStore?.authority)],
    });
    if (props.trusted !== undefined) authoritySecret(this, props.trusted);
    if (props.key)
      new Kube(this, 'key', 'Secret', {
        metadata: { name: SECRETS.lokiStore },
        type: 'Opaque',
        stringData: { AWS_ACCESS_KEY_ID: props.key.id, AWS_SECRET_ACCESS_KEY: props.key.secret },
      });
  }
}

/** Configuration of Loki as a single process, with its ring in memory. */
function lokiConfig({ retentionDays, objectStore }: LokiProps) {
  const kept = objectStore ? 's3' : 'filesystem';
  return {
    auth_enabled: false,
    analytics: { reporting_enabled: false },
    server: { http_listen_port: LOKI.port, grpc_listen_address: '127.0.0.1', log_level: 'warn' },
    common: {
      path_prefix: '/loki',
      replication_factor: 1,
      instance_addr: '127.0.0.1',
      ring: { kvstore: { store: 'inmemory' } },
      storage: objectStore
        ? { s3: s3Of(objectStore) }
        : { filesystem: { chunks_directory: '/loki/chunks', rules_directory: '/loki/rules' } },
    },
    schema_config: {
      configs: [
        {
          from: '2025-01-01',
          store: 'tsdb',
          object_store: kept,
          schema: 'v13',
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
    limits_config: {
      retention_period: `${retentionDays * 24}h`,
      reject_old_samples_max_age: '168h',
      max_label_names_per_series: 8,
      allow_structured_metadata: true,
    },
    // Only the compactor deletes expired lines: without it the retention period has no effect.
    compactor: {
      working_directory: '/loki/compactor',
      retention_enabled: true,
      delete_request_store: kept,
    },
  };
}

/** S3 storage; the key is in the environment, or comes from the cloud. */
function s3Of({ bucket, region, endpoint, authority }: ObjectStore) {
  return {
    bucketnames: bucket,
    region,
    ...(endpoint !== undefined && {
      endpoint,
      s3forcepathstyle: true,
      insecure: endpoint.startsWith('http:'),
    }),
    ...(authority && { http_config: { ca_file: fileOf(authority.volume.name) } }),
  };
}
