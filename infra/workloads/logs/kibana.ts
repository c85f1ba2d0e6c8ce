import type { Construct } from 'constructs';
import { ELASTICSEARCH, KIBANA, SECRETS } from '../defaults/names-and-ports.ts';
import { probe, scratch } from '../defaults/pod.ts';
import { SinglePodServer } from '../defaults/single-pod-server.ts';

/** Log search for people, who sign in as user `elastic`. It is not exposed: people use `kubectl port-forward`. */
export class Kibana extends SinglePodServer {
  constructor(scope: Construct, id: string, { image }: { readonly image: string }) {
    const { name, port } = KIBANA;
    // The login page needs no session, and is served once Kibana is connected to Elasticsearch.
    const ready = { httpGet: { path: '/login', port: 'http' } };
    super(scope, id, {
      name,
      user: 1000,
      graceSeconds: 30,
      service: { ports: [{ name: 'http', port, targetPort: 'http' }] },
      container: {
        image,
        env: Object.entries(CONFIG).map(([key, value]) => ({ name: key, value })),
        envFrom: [{ secretRef: { name: SECRETS.kibana } }],
        ports: [{ name: 'http', containerPort: port }],
        resources: { requests: { cpu: '100m', memory: '768Mi' }, limits: { cpu: '1', memory: '1280Mi' } },
        startupProbe: probe(ready, { every: 5, failures: 60, timeout: 5 }),
        livenessProbe: probe(ready, { every: 20, failures: 6, timeout: 10 }),
        readinessProbe: probe(ready, { every: 10, failures: 3, timeout: 5 }),
        volumeMounts: [
          { name: 'data', mountPath: '/usr/share/kibana/data' },
          { name: 'logs', mountPath: '/usr/share/kibana/logs' },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
      volumes: [scratch('data', '256Mi'), scratch('logs', '64Mi'), scratch('tmp', '128Mi')],
    });
  }
}

/** Settings that differ from Kibana's defaults: no requests to the internet. */
const CONFIG: Readonly<Record<string, string>> = {
  SERVER_NAME: KIBANA.name,
  ELASTICSEARCH_HOSTS: `http://${ELASTICSEARCH.name}:${ELASTICSEARCH.port}`,
  ELASTICSEARCH_USERNAME: 'kibana_system',
  TELEMETRY_OPTIN: 'false',
  TELEMETRY_ALLOWCHANGINGOPTINSTATUS: 'false',
  NEWSFEED_ENABLED: 'false',
  XPACK_FLEET_ISAIRGAPPED: 'true',
  NODE_OPTIONS: '--max-old-space-size=900',
};
