import { Construct } from 'constructs';
import { Kube } from './kube.ts';

export interface QuotaProps {
  /** Sum of the CPU limits of all pods. */
  readonly cpu: string;
  /** Sum of the memory limits of all pods. */
  readonly memory: string;
  readonly pods: number;
  /** Sum of what all claims ask for. */
  readonly storage: string;
}

/** What the namespace may use altogether, and what a container gets that asks for nothing. */
export class Quota extends Construct {
  constructor(scope: Construct, id: string, props: QuotaProps) {
    super(scope, id);
    const { cpu, memory, pods, storage } = props;
    new Kube(this, 'resource-quota', 'ResourceQuota', {
      metadata: { name: 'quota' },
      spec: { hard: { 'limits.cpu': cpu, 'limits.memory': memory, pods, 'requests.storage': storage } },
    });
    // The quota refuses pods without limits: a pod started by hand gets these.
    new Kube(this, 'limit-range', 'LimitRange', {
      metadata: { name: 'defaults' },
      spec: {
        limits: [
          {
            type: 'Container',
            defaultRequest: { cpu: '50m', memory: '64Mi' },
            default: { cpu: '250m', memory: '128Mi' },
          },
        ],
      },
    });
  }
}
