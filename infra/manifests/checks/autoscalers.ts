import type { KubeObject } from '../object.ts';
import { ofKind } from '../objects-of-kind.ts';
import { type Finding, finding } from './finding.ts';

/** An autoscaler can measure its metrics, and its target does not set replicas. */
export function autoscalers(objects: readonly KubeObject[]): readonly Finding[] {
  const deployments = ofKind(objects, 'Deployment');
  return ofKind(objects, 'HorizontalPodAutoscaler').flatMap((autoscaler) => {
    const { scaleTargetRef, minReplicas = 1, maxReplicas, metrics = [] } = autoscaler.spec;
    const { namespace } = autoscaler.metadata;
    const target = deployments.find(
      ({ metadata }) => metadata.name === scaleTargetRef.name && metadata.namespace === namespace,
    );
    const found: Finding[] = [];
    if (target?.spec.replicas !== undefined) {
      found.push(finding(target, 'states replicas, which its autoscaler owns'));
    }
    if (minReplicas > maxReplicas) found.push(finding(autoscaler, 'its least pods are more than its most'));
    for (const { resource } of metrics) {
      const blind = target?.spec.template.spec.containers.filter(
        ({ resources }) => resource && resources?.requests?.[resource.name] === undefined,
      );
      for (const { name } of blind ?? []) {
        found.push(
          finding(autoscaler, `container ${name} requests no ${resource?.name}, so its share is unknown`),
        );
      }
    }
    return found;
  });
}
