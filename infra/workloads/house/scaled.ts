import { Construct } from 'constructs';
import { labelsOf } from './house.ts';
import { Kube } from './kube.ts';

export interface Scaling {
  readonly min: number;
  readonly max: number;
  /** Share of the CPU request at which another pod is started. */
  readonly cpuPercent: number;
  /** Share of the memory request at which another pod is started. @default memory does not count */
  readonly memoryPercent?: number;
}

/** How many pods of a Deployment there are: quickly more, slowly fewer, and never all gone at once. */
export class Scaled extends Construct {
  constructor(scope: Construct, id: string, props: Scaling & { readonly name: string }) {
    super(scope, id);
    const { name, memoryPercent } = props;
    new Kube(this, 'autoscaler', 'HorizontalPodAutoscaler', {
      metadata: { name },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        minReplicas: props.min,
        maxReplicas: props.max,
        metrics: [
          utilization('cpu', props.cpuPercent),
          ...(memoryPercent === undefined ? [] : [utilization('memory', memoryPercent)]),
        ],
        behavior: {
          scaleUp: {
            stabilizationWindowSeconds: 0,
            selectPolicy: 'Max',
            policies: [
              { type: 'Percent', value: 100, periodSeconds: 15 },
              { type: 'Pods', value: 2, periodSeconds: 15 },
            ],
          },
          scaleDown: {
            stabilizationWindowSeconds: 300,
            policies: [{ type: 'Percent', value: 50, periodSeconds: 300 }],
          },
        },
      },
    });
    new Kube(this, 'disruption-budget', 'PodDisruptionBudget', {
      metadata: { name },
      spec: {
        maxUnavailable: 1,
        // A pod that is broken anyway must not keep a node from being drained.
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
        selector: { matchLabels: labelsOf(name) },
      },
    });
  }
}

function utilization(name: 'cpu' | 'memory', averageUtilization: number) {
  return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } };
}
