import { Construct } from 'constructs';
import { labelsOf } from './pod.ts';
import { Kube } from './typed-kubernetes-objects.ts';

export interface Scaling {
  readonly min: number;
  readonly max: number;
  /** CPU utilization, in percent of the request, above which pods are added. */
  readonly cpuPercent: number;
  /** Memory utilization, in percent of the request, above which pods are added. @default memory is not a metric */
  readonly memoryPercent?: number;
}

/** Autoscaler and disruption budget of a Deployment: scales up quickly, down slowly, and evicts one pod at a time. */
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
    disruptionBudget(this, name);
  }
}

/** Adds a disruption budget: one pod of the Deployment may be evicted at a time. */
export function disruptionBudget(scope: Construct, name: string): void {
  new Kube(scope, 'disruption-budget', 'PodDisruptionBudget', {
    metadata: { name },
    spec: {
      maxUnavailable: 1,
      // A pod that is unhealthy anyway must not block the drain of a node.
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: labelsOf(name) },
    },
  });
}

function utilization(name: 'cpu' | 'memory', averageUtilization: number) {
  return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } };
}
