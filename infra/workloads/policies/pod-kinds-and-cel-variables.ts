import type { On } from './admission-policy.ts';

/** Pods and the kinds that create them, so that whoever applies a workload sees the refusal, and not only its controller. */
export const PODS: readonly On[] = [
  { group: '', resources: ['pods', 'pods/ephemeralcontainers', 'replicationcontrollers'] },
  { group: 'apps', resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'] },
  { group: 'batch', resources: ['cronjobs', 'jobs'] },
];

const optional = (field: string) => `(has(variables.pod.${field}) ? variables.pod.${field} : [])`;

/** CEL variables: the spec of the pod that the object is or creates, and all its containers. */
export const POD = {
  pod: 'has(object.spec.jobTemplate) ? object.spec.jobTemplate.spec.template.spec : has(object.spec.template) ? object.spec.template.spec : object.spec',
  containers: `variables.pod.containers + ${optional('initContainers')} + ${optional('ephemeralContainers')}`,
};
