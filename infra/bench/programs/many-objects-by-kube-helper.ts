import { App, Chart } from 'cdk8s';
import { Kube } from '../../workloads/defaults/typed-kubernetes-objects.ts';

/** The objects of `many-objects-by-cdk8s-classes.ts`, in the vocabulary of our workloads. */
export function manyKube(count: number): App {
  const app = new App();
  const chart = new Chart(app, 'bench', { disableResourceNameHashes: true, namespace: 'bench' });
  for (let i = 0; i < count / 4; i += 1) {
    const name = `service-${i}`;
    const labels = { 'app.kubernetes.io/name': name };
    const metadata = { name, labels };
    new Kube(chart, `${name}-account`, 'ServiceAccount', { metadata, automountServiceAccountToken: false });
    new Kube(chart, `${name}-settings`, 'ConfigMap', {
      metadata,
      data: { LOG_LEVEL: 'info', PORT: '8080', 'app.conf': 'maxmemory 96mb\nmaxmemory-policy allkeys-lru\n' },
    });
    new Kube(chart, `${name}-service`, 'Service', {
      metadata,
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    });
    new Kube(chart, `${name}-deployment`, 'Deployment', {
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: name,
            containers: [
              {
                name: 'app',
                image: 'example/app:1.0.0',
                envFrom: [{ configMapRef: { name } }],
                ports: [{ name: 'http', containerPort: 8080 }],
                resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
                readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
              },
            ],
          },
        },
      },
    });
  }
  return app;
}
