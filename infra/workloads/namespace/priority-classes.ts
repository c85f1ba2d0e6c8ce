import { Construct } from 'constructs';
import { PRIORITIES, type Priority, priorityName } from '../defaults/pod-priorities.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';

/** The priority classes of the pods in one namespace. */
export class Priorities extends Construct {
  constructor(scope: Construct, id: string, { namespace }: { readonly namespace: string }) {
    super(scope, id);
    for (const [priority, { value, preempts }] of Object.entries(PRIORITIES)) {
      new Kube(this, priority, 'PriorityClass', {
        metadata: { name: priorityName(namespace, priority as Priority) },
        value,
        preemptionPolicy: preempts ? 'PreemptLowerPriority' : 'Never',
        description: `What is ${priority} in namespace ${namespace}`,
      });
    }
  }
}
