import { Construct } from 'constructs';
import { AdmissionPolicy } from './admission-policy.ts';

/** Requires labels on workloads and their pods: policies, dashboards and people select them by these. */
export class Labels extends Construct {
  constructor(scope: Construct, id: string, { namespaces }: { readonly namespaces: readonly string[] }) {
    super(scope, id);
    new AdmissionPolicy(this, 'Default', {
      name: 'labels',
      namespaces,
      on: [
        { group: 'apps', resources: ['daemonsets', 'deployments', 'statefulsets'] },
        { group: 'batch', resources: ['cronjobs'] },
      ],
      variables: {
        template:
          'has(object.spec.jobTemplate) ? object.spec.jobTemplate.spec.template : object.spec.template',
        labels:
          'has(variables.template.metadata) && has(variables.template.metadata.labels) ? variables.template.metadata.labels : {}',
      },
      rules: [
        {
          expression: "has(object.metadata.labels) && 'app.kubernetes.io/part-of' in object.metadata.labels",
          says: "'must have the label app.kubernetes.io/part-of'",
        },
        {
          expression:
            "['app.kubernetes.io/name', 'app.kubernetes.io/part-of'].all(key, key in variables.labels)",
          says: "'its pods must have the labels app.kubernetes.io/name and app.kubernetes.io/part-of'",
        },
      ],
    });
  }
}
