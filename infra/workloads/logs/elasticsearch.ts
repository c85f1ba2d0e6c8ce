import type { Construct } from 'constructs';
import type { Storage } from '../defaults/deployment-and-statefulset-specs.ts';
import { ELASTICSEARCH, SECRETS } from '../defaults/names-and-ports.ts';
import { probe, type Resources, type RestrictedContainer, scratch } from '../defaults/pod.ts';
import { SinglePodServer } from '../defaults/single-pod-server.ts';

export interface ElasticsearchProps {
  readonly image: string;
  readonly storage: Storage;
  readonly resources: Resources;
}

/** A single Elasticsearch with a volume, which refuses access without a password. */
export class Elasticsearch extends SinglePodServer {
  constructor(scope: Construct, id: string, props: ElasticsearchProps) {
    const { name, port } = ELASTICSEARCH;
    super(scope, id, {
      name,
      user: 1000,
      graceSeconds: 60, // flushes memory to the volume
      storage: props.storage,
      service: { clusterIP: 'None', ports: [{ name: 'http', port, targetPort: 'http' }] },
      initContainers: [configuration(props)],
      container: server(props),
      volumes: [
        { name: 'config', emptyDir: { sizeLimit: '4Mi' } },
        scratch('logs', '128Mi'),
        scratch('tmp', '128Mi'),
      ],
    });
  }
}

const HOME = '/usr/share/elasticsearch';

/** Copies the configuration to a writable volume: at start the password is written beside it, and the image is read-only. */
function configuration({ image }: ElasticsearchProps): RestrictedContainer {
  return {
    name: 'configuration',
    image,
    command: ['cp', '-r', `${HOME}/config/.`, '/config'],
    resources: { requests: { cpu: '50m', memory: '32Mi' }, limits: { cpu: '500m', memory: '64Mi' } },
    volumeMounts: [{ name: 'config', mountPath: '/config' }],
  };
}

function server({ image, resources }: ElasticsearchProps): Omit<RestrictedContainer, 'name'> {
  const here = `http://127.0.0.1:${ELASTICSEARCH.port}`;
  const ask = (...args: string[]) => ({
    exec: { command: ['curl', '--silent', '--output', '/dev/null', ...args] },
  });
  // Any response means alive, also a demand for a password.
  const alive = ask('--max-time', '4', here);
  return {
    image,
    env: Object.entries(SETTINGS).map(([setting, value]) => ({ name: setting, value })),
    envFrom: [{ secretRef: { name: SECRETS.elasticsearch } }],
    ports: [{ name: 'http', containerPort: ELASTICSEARCH.port }],
    resources,
    // Ten minutes: after a crash the translog is replayed first.
    startupProbe: probe(alive, { every: 5, failures: 120, timeout: 5 }),
    livenessProbe: probe(alive, { every: 20, failures: 6, timeout: 5 }),
    readinessProbe: probe(alive, { every: 5, failures: 3, timeout: 5 }),
    volumeMounts: [
      { name: 'config', mountPath: `${HOME}/config` },
      { name: 'data', mountPath: `${HOME}/data` },
      { name: 'logs', mountPath: `${HOME}/logs` },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}

/** Settings that differ from Elasticsearch's defaults. */
const SETTINGS: Readonly<Record<string, string>> = {
  'cluster.name': 'finance-logs',
  'discovery.type': 'single-node',
  // Memory-mapped files need a higher limit in the node's kernel, which takes a privileged pod to set.
  'node.store.allow_mmap': 'false',
  'xpack.security.enabled': 'true',
  'xpack.security.http.ssl.enabled': 'false',
  'xpack.security.enrollment.enabled': 'false',
  'xpack.ml.enabled': 'false',
  'ingest.geoip.downloader.enabled': 'false',
  ES_TMPDIR: '/tmp',
};
