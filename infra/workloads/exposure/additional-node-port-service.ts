import type { Construct } from 'constructs';
import { Kube, type Props } from '../defaults/typed-kubernetes-objects.ts';
import { HTTPS } from './backend-tls.ts';

export interface NodePortServiceProps {
  /** Name of what it leads to; the Service is named after it. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Port of the pods, by name or number. */
  readonly targetPort: string | number;
  readonly nodePort: number;
  /** The pods speak TLS at their port. @default false */
  readonly encrypted?: boolean;
}

/** Adds a Service that answers at a port of the nodes, and leaves the one that pods call as it is. */
export function addNodePort(scope: Construct, props: NodePortServiceProps): void {
  new Kube(scope, `${props.name}-node-port`, 'Service', nodePortService(props));
}

/**
 * A Service at a port of the nodes. A node passes requests to pods of its own alone: it would put its own address on those that it
 * sends to other nodes, and no fence could tell who asks.
 */
export function nodePortService({
  name,
  labels,
  targetPort,
  nodePort,
  encrypted = false,
}: NodePortServiceProps): Props<'Service'> {
  const served = encrypted ? { name: 'https', port: HTTPS } : { name: 'http', port: 80 };
  return {
    metadata: { name: `${name}-node-port`, labels: { ...labels } },
    spec: {
      type: 'NodePort',
      externalTrafficPolicy: 'Local',
      selector: { ...labels },
      ports: [{ ...served, targetPort, nodePort }],
    },
  };
}
