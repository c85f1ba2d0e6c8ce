import { ApiObject, App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { token } from '../../manifests/placeholder-tokens.ts';

/** A small app with one object for each special case of the bridge. */
export function sampleApp(): App {
  const app = new App();
  const shop = new Chart(app, 'shop', { disableResourceNameHashes: true });
  const object = maker(shop, 'shop');
  // Deliberately in the wrong order throughout.
  object('ingress', 'networking.k8s.io/v1', 'Ingress', {
    spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'service' } } }] } }] },
  });
  object('autoscaler', 'autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
  });
  object('web', 'apps/v1', 'Deployment', {
    spec: {
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [
            {
              name: 'web',
              image: 'shop:1',
              envFrom: [{ configMapRef: { name: 'config' } }, { secretRef: { name: 'login' } }],
            },
          ],
        },
      },
    },
  });
  object('service', 'v1', 'Service', { spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } });
  object('store', 'apps/v1', 'StatefulSet', {
    spec: { serviceName: 'service', template: { spec: { containers: [] } } },
  });
  object('config', 'v1', 'ConfigMap', {
    data: { URL: `postgres://app:${token('store.password', 'uri')}@store/${token('store.name')}` },
  });
  object('login', 'v1', 'Secret', {
    stringData: { password: token('store.password'), pin: token('store.pin'), user: 'app' },
  });
  new ApiObject(shop, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  return app;
}

/** Makes namespaced objects whose name is their id. */
export function maker(scope: Construct, namespace = 'shop') {
  return (id: string, apiVersion: string, kind: string, fields: Readonly<Record<string, unknown>> = {}) =>
    new ApiObject(scope, id, { apiVersion, kind, metadata: { name: id, namespace }, ...fields });
}
