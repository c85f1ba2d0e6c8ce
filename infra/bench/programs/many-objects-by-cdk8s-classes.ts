import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';

/** An app of `count` objects like ours: a ServiceAccount, a ConfigMap, a Service and a Deployment for each service. */
export function manyObjects(count: number): App {
  const app = new App();
  const chart = new Chart(app, 'bench', { disableResourceNameHashes: true, namespace: 'bench' });
  for (let i = 0; i < count / 4; i += 1) {
    const name = `service-${i}`;
    const labels = { 'app.kubernetes.io/name': name };
    const metadata = { name, labels };
    new k8s.KubeServiceAccount(chart, `${name}-account`, { metadata, automountServiceAccountToken: false });
    new k8s.KubeConfigMap(chart, `${name}-settings`, {
      metadata,
      data: { LOG_LEVEL: 'info', PORT: '8080', 'app.conf': 'maxmemory 96mb\nmaxmemory-policy allkeys-lru\n' },
    });
    new k8s.KubeService(chart, `${name}-service`, {
      metadata,
      spec: {
        selector: labels,
        ports: [{ name: 'http', port: 80, targetPort: k8s.IntOrString.fromString('http') }],
      },
    });
    new k8s.KubeDeployment(chart, `${name}-deployment`, {
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
                resources: {
                  requests: {
                    cpu: k8s.Quantity.fromString('100m'),
                    memory: k8s.Quantity.fromString('128Mi'),
                  },
                  limits: { memory: k8s.Quantity.fromString('256Mi') },
                },
                readinessProbe: { httpGet: { path: '/ready', port: k8s.IntOrString.fromString('http') } },
              },
            ],
          },
        },
      },
    });
  }
  return app;
}
