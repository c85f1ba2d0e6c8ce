import { Construct } from 'constructs';
import type { Settings } from '../../settings/schema.ts';
import { labelsOf } from '../house/house.ts';
import { Kube } from '../house/kube.ts';
import { WEB } from '../house/names.ts';

/** How people reach the app. */
export type Exposure = Settings['exposure'];

/** The origin that people type. */
export function publicUrl(exposure: Exposure): string {
  switch (exposure.kind) {
    case 'port-forward':
      return `http://localhost:${exposure.localPort}`;
    case 'node-port':
      return `http://${exposure.host}:${exposure.nodePort}`;
    case 'ingress':
      return `${exposure.tls ? 'https' : 'http'}://${exposure.host}`;
  }
}

/** The Service before the web pods, and the way to it from outside. */
export class Exposed extends Construct {
  constructor(scope: Construct, id: string, exposure: Exposure) {
    super(scope, id);
    const { name } = WEB;
    const labels = labelsOf(name);
    const nodePort = exposure.kind === 'node-port' ? exposure.nodePort : undefined;
    new Kube(this, 'service', 'Service', {
      metadata: { name, labels },
      spec: {
        type: nodePort === undefined ? 'ClusterIP' : 'NodePort',
        selector: labels,
        ports: [{ name: 'http', port: 80, targetPort: 'http', ...(nodePort !== undefined && { nodePort }) }],
      },
    });
    if (exposure.kind !== 'ingress') return;

    const { host, className, annotations, tls } = exposure;
    new Kube(this, 'ingress', 'Ingress', {
      metadata: { name, annotations: { ...annotations } },
      spec: {
        ingressClassName: className,
        rules: [
          {
            host,
            http: {
              paths: [
                { path: '/', pathType: 'Prefix', backend: { service: { name, port: { name: 'http' } } } },
              ],
            },
          },
        ],
        ...(tls && { tls: [{ hosts: [host], secretName: tls.secretName }] }),
      },
    });
  }
}
