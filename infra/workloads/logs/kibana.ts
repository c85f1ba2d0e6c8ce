import { Construct } from 'constructs';
import { housePod, labelsOf, probe, scratch } from '../house/house.ts';
import { Kube } from '../house/kube.ts';
import { ELASTICSEARCH, KIBANA, SECRETS } from '../house/names.ts';
import { replaced } from '../house/specs.ts';

/** Where people look for lines, as user `elastic`. Nobody reaches it from outside: `kubectl port-forward` does. */
export class Kibana extends Construct {
  constructor(scope: Construct, id: string, { image }: { readonly image: string }) {
    super(scope, id);
    const { name, port } = KIBANA;
    const labels = labelsOf(name);
    // A page that it has as soon as it talks to Elasticsearch, and shows to everybody.
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
        template: housePod({
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

/** What differs from its defaults: it asks nobody on the internet. */
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
