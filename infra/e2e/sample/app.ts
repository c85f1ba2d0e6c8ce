import { ApiObject, App, Chart } from 'cdk8s';
import { token } from '../../manifests/placeholder-tokens.ts';

export interface SampleProps {
  readonly namespace: string;
  /** Image of the Deployment `web`. */
  readonly image: string;
  /** Image of the Job that has to complete before that. */
  readonly setupImage: string;
  /** A plain entry of the ConfigMap. */
  readonly greeting: string;
  /** Size of the claim that the StatefulSet makes; without one there is no StatefulSet. */
  readonly size: string;
  /** Storage class of the claim; `''` for the default of the cluster. */
  readonly storageClass: string;
  /** Service that the StatefulSet names; a change would replace it. */
  readonly serviceName: string;
  /** Construct path of the Deployment, `chart/id`. */
  readonly web: string;
  /** True to have Pulumi's provider wait, as it does without the bridge. */
  readonly plain: boolean;
}

/** App with one object of each kind that the bridge treats specially, and the smallest possible pods. */
export function sampleApp({
  namespace,
  image,
  setupImage,
  greeting,
  size,
  storageClass,
  serviceName,
  web,
  plain,
}: SampleProps): App {
  const app = new App();
  const base = new Chart(app, 'base');
  const annotations = plain ? { 'pulumi.com/waitFor': '' } : {};
  const object = (scope: Chart, id: string, apiVersion: string, kind: string, name: string, fields: object) =>
    new ApiObject(scope, id, { apiVersion, kind, metadata: { name, namespace, annotations }, ...fields });
  new ApiObject(base, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });

  object(base, 'config', 'v1', 'ConfigMap', 'config', {
    data: { GREETING: greeting, HOST: `https://${token('store.host')}/` },
  });
  object(base, 'login', 'v1', 'Secret', 'login', {
    stringData: {
      PASSWORD: token('store.password'),
      URL: `postgres://app:${token('store.password', 'uri')}@${token('store.host')}/app`,
    },
    data: { ENCODED: token('store.password', 'base64') },
  });
  object(base, 'setup', 'batch/v1', 'Job', 'setup', {
    spec: { template: { spec: { restartPolicy: 'Never', ...pod(setupImage, 'test -n "$PASSWORD"') } } },
  });
  object(base, 'service', 'v1', 'Service', 'web', {
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
  });
  object(base, 'ingress', 'networking.k8s.io/v1', 'Ingress', 'web', {
    spec: {
      ingressClassName: 'nobody',
      defaultBackend: { service: { name: 'web', port: { number: 80 } } },
    },
  });
  object(base, 'autoscaler', 'autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 2,
      maxReplicas: 3,
    },
  });
  object(base, 'headless', 'v1', 'Service', 'store', {
    spec: { clusterIP: 'None', selector: { app: 'store' } },
  });
  const store = {
    spec: {
      serviceName,
      ...replicated('store', pod('busybox:1.37', 'sleep 1000000')),
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: size } },
            ...(storageClass && { storageClassName: storageClass }),
          },
        },
      ],
    },
  };
  if (size !== '') object(base, 'store', 'apps/v1', 'StatefulSet', 'store', store);

  const [chart = 'base', id = 'web'] = web.split('/');
  const setup = base.node.findChild('setup');
  object(chart === 'base' ? base : new Chart(app, chart), id, 'apps/v1', 'Deployment', 'web', {
    spec: replicated('web', pod(image, 'sleep 1000000')),
  }).node.addDependency(setup);
  return app;
}

function replicated(app: string, podSpec: object): object {
  return {
    selector: { matchLabels: { app } },
    template: { metadata: { labels: { app } }, spec: podSpec },
  };
}

function pod(image: string, script: string): object {
  return {
    terminationGracePeriodSeconds: 0,
    containers: [
      {
        name: 'it',
        image,
        command: ['sh', '-c', script],
        envFrom: [{ configMapRef: { name: 'config' } }, { secretRef: { name: 'login' } }],
      },
    ],
  };
}
