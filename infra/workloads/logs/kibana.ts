import { Construct } from 'constructs';
import { Kube } from '../defaults/kube-object.ts';
import { ELASTICSEARCH, KIBANA, SECRETS } from '../defaults/names.ts';
import { labelsOf, probe, restrictedPod, scratch } from '../defaults/pod.ts';
import { replaced } from '../defaults/workload-specs.ts';

/** Log search for people, who sign in as user `elastic`. It is not exposed: people use `kubectl port-forward`. */
export class Kibana extends Construct {
  constructor(scope: Construct, id: string, { image }: { readonly image: string }) {
    super(scope, id);
    const { name, port } = KIBANA;
    const labels = labelsOf(name);
    // The login page needs no session, and is served once Kibana is connected to Elasticsearch.
    const ready = { httpGet: { path: '/login', port: 'http' } };
    new Kube(this, 'account', 'ServiceAccount', { metadata: { name }, automountServiceAccountToken: false });
    new Kube(this, 'service', 'Service', {
      metadata: { name, labels },
      spec: { selector: labels, ports: [{ name: 'http', port, targetPort: 'http' }] },
    });
    new Kube(this, 'server', 'Deployment', {
      metadata: { name, labels },
      spec: replaced({
        name,
        template: restrictedPod({
          name,
          user: 1000,
          graceSeconds: 30,
          containers: [
            {
              name,
              image,
              env: Object.entries(CONFIG).map(([key, value]) => ({ name: key, value })),
              envFrom: [{ secretRef: { name: SECRETS.kibana } }],
              ports: [{ name: 'http', containerPort: port }],
              resources: {
                requests: { cpu: '100m', memory: '768Mi' },
                limits: { cpu: '1', memory: '1280Mi' },
              },
              startupProbe: probe(ready, { every: 5, failures: 60, timeout: 5 }),
              livenessProbe: probe(ready, { every: 20, failures: 6, timeout: 10 }),
              readinessProbe: probe(ready, { every: 10, failures: 3, timeout: 5 }),
              volumeMounts: [
                { name: 'data', mountPath: '/usr/share/kibana/data' },
                { name: 'logs', mountPath: '/usr/share/kibana/logs' },
                { name: 'tmp', mountPath: '/tmp' },
              ],
            },
          ],
          volumes: [scratch('data', '256Mi'), scratch('logs', '64Mi'), scratch('tmp', '128Mi')],
        }),
      }),
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
