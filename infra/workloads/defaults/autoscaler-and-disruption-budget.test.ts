import { expect, it } from 'vitest';
import { synthesizeChart } from '../testing/synthesize-chart.ts';
import { Scaled } from './autoscaler-and-disruption-budget.ts';

const { one } = synthesizeChart((chart) => {
  new Scaled(chart, 'scaling', { name: 'web', min: 2, max: 10, cpuPercent: 70, memoryPercent: 80 });
});
const { spec } = one('HorizontalPodAutoscaler', 'web');

it('scales between the bounds by CPU and memory', () => {
  expect(spec).toMatchObject({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    minReplicas: 2,
    maxReplicas: 10,
    metrics: [
      { resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      { resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 80 } } },
    ],
  });
});

it('grows at once, by the larger of doubling and two pods', () => {
  expect(spec.behavior.scaleUp).toEqual({
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Percent', value: 100, periodSeconds: 15 },
      { type: 'Pods', value: 2, periodSeconds: 15 },
    ],
  });
});

it('shrinks by half at most, every five minutes', () => {
  expect(spec.behavior.scaleDown).toEqual({
    stabilizationWindowSeconds: 300,
    policies: [{ type: 'Percent', value: 50, periodSeconds: 300 }],
  });
});

it('lets one pod go at a time, and broken ones always', () => {
  expect(one('PodDisruptionBudget', 'web').spec).toEqual({
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
    selector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
  });
});
