import { Construct } from 'constructs';
import { Kube } from '../defaults/kube-object.ts';
import { ELASTICSEARCH, SECRETS } from '../defaults/names.ts';
import {
  labelsOf,
  probe,
  type Resources,
  type RestrictedContainer,
  restrictedPod,
  scratch,
} from '../defaults/pod.ts';
import { type Storage, serverOnVolume } from '../defaults/workload-specs.ts';

export interface ElasticsearchProps {
  readonly image: string;
  readonly storage: Storage;
  readonly resources: Resources;
}

/** A single Elasticsearch with a volume, which refuses access without a password. */
export class Elasticsearch extends Construct {
  constructor(scope: Construct, id: string, props: ElasticsearchProps) {
    super(scope, id);
    const { name, port } = ELASTICSEARCH;
    const labels = labelsOf(name);
    new Kube(this, 'account', 'ServiceAccount', { metadata: { name }, automountServiceAccountToken: false });
    new Kube(this, 'service', 'Service', {
      metadata: { name, labels },
      spec: { clusterIP: 'None', selector: labels, ports: [{ name: 'http', port, targetPort: 'http' }] },
    });
    new Kube(this, 'server', 'StatefulSet', {
      metadata: { name, labels },
      spec: serverOnVolume({
        name,
        storage: props.storage,
        template: restrictedPod({
          name,
          user: 1000,
          graceSeconds: 60, // flushes memory to the volume
          initContainers: [configuration(props)],
          containers: [server(props)],
          volumes: [
            { name: 'config', emptyDir: { sizeLimit: '4Mi' } },
            scratch('logs', '128Mi'),
            scratch('tmp', '128Mi'),
          ],
        }),
      }),
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

function server({ image, resources }: ElasticsearchProps): RestrictedContainer {
  const here = `http://127.0.0.1:${ELASTICSEARCH.port}`;
  const ask = (...args: string[]) => ({
    exec: { command: ['curl', '--silent', '--output', '/dev/null', ...args] },
  });
  // Any response means alive, also a demand for a password.
  const alive = ask('--max-time', '4', here);
  return {
    name: 'elasticsearch',
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
