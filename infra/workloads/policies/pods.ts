import type { On } from './admission-policy.ts';

/** Pods and whatever makes them, so that who applies a workload hears of it, and not its controller. */
export const PODS: readonly On[] = [
  { group: '', resources: ['pods', 'pods/ephemeralcontainers', 'replicationcontrollers'] },
  { group: 'apps', resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'] },
  { group: 'batch', resources: ['cronjobs', 'jobs'] },
];

const optional = (field: string) => `(has(variables.pod.${field}) ? variables.pod.${field} : [])`;

/** In CEL: the pod that the object is or makes, and all containers of it. */
export const POD = {
  pod: 'has(object.spec.jobTemplate) ? object.spec.jobTemplate.spec.template.spec : has(object.spec.template) ? object.spec.template.spec : object.spec',
  containers: `variables.pod.containers + ${optional('initContainers')} + ${optional('ephemeralContainers')}`,
};
