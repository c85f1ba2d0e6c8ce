import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';

/** Priorities of pods: the highest is scheduled first, and evicted last, when a cluster runs out of room. */
export const PRIORITIES = {
  /** The database: it may preempt other pods on a node. */
  data: { value: 1_000_000, preempts: true },
  /** The app serves people; it works without its cache, only slower. */
  app: { value: 900_000, preempts: false },
  cache: { value: 800_000, preempts: false },
} as const;

export type Priority = keyof typeof PRIORITIES;

/** Name of the priority class of a pod in the chart's namespace. Classes are cluster-scoped: each platform has its own. */
export function priorityClass(scope: Construct, priority: Priority): string {
  return priorityName(Chart.of(scope).namespace ?? '', priority);
}

export function priorityName(namespace: string, priority: Priority): string {
  return `${namespace}-${priority}`;
}
