import { Construct } from 'constructs';
import { type HouseContainer, housePod, labelsOf, probe, type Resources, scratch } from '../house/house.ts';
import { Kube } from '../house/kube.ts';
import { ELASTICSEARCH, SECRETS } from '../house/names.ts';
import { type Storage, serverOnVolume } from '../house/specs.ts';

export interface ElasticsearchProps {
  readonly image: string;
  readonly storage: Storage;
  readonly resources: Resources;
}

/** One Elasticsearch with a volume, which lets nobody in without a password. */
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
        template: housePod({
          name,
          user: 1000,
          graceSeconds: 60, // what is in memory goes to the volume
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

/** Its start writes the password into a file beside its settings, which are read-only in the image. */
function configuration({ image }: ElasticsearchProps): HouseContainer {
  return {
    name: 'configuration',
    image,
    command: ['cp', '-r', `${HOME}/config/.`, '/config'],
    resources: { requests: { cpu: '50m', memory: '32Mi' }, limits: { cpu: '500m', memory: '64Mi' } },
    volumeMounts: [{ name: 'config', mountPath: '/config' }],
  };
}

function server({ image, resources }: ElasticsearchProps): HouseContainer {
  const here = `http://127.0.0.1:${ELASTICSEARCH.port}`;
  const ask = (...args: string[]) => ({
    exec: { command: ['curl', '--silent', '--output', '/dev/null', ...args] },
  });
  // Any answer is one, also that it wants a password.
  const alive = ask('--max-time', '4', here);
  return {
    name: 'elasticsearch',
    image,
    env: Object.entries(SETTINGS).map(([setting, value]) => ({ name: setting, value })),
    envFrom: [{ secretRef: { name: SECRETS.elasticsearch } }],
    ports: [{ name: 'http', containerPort: ELASTICSEARCH.port }],
    resources,
    // Ten minutes: after a crash it reads its log first.
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

/** What differs from its defaults. */
const SETTINGS: Readonly<Record<string, string>> = {
  'cluster.name': 'finance-logs',
  'discovery.type': 'single-node',
  // Mapped files need a limit of the node's kernel raised, which takes a privileged pod.
  'node.store.allow_mmap': 'false',
  'xpack.security.enabled': 'true',
  'xpack.security.http.ssl.enabled': 'false',
  'xpack.security.enrollment.enabled': 'false',
  'xpack.ml.enabled': 'false',
  'ingest.geoip.downloader.enabled': 'false',
  ES_TMPDIR: '/tmp',
};
