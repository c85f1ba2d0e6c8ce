import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';

/** What is scheduled first, and evicted last, where a cluster runs out of room. */
export const PRIORITIES = {
  /** The truth: it may push others out of a node. */
  data: { value: 1_000_000, preempts: true },
  /** Serves people; it works without its cache, only slower. */
  app: { value: 900_000, preempts: false },
  cache: { value: 800_000, preempts: false },
} as const;

export type Priority = keyof typeof PRIORITIES;

/** The class of a pod in a chart's namespace. Classes belong to the cluster, where another platform has its own. */
export function priorityClass(scope: Construct, priority: Priority): string {
  return priorityName(Chart.of(scope).namespace ?? '', priority);
}

export function priorityName(namespace: string, priority: Priority): string {
  return `${namespace}-${priority}`;
}
