import { Construct } from 'constructs';
import { AdmissionPolicy } from '../policies/admission-policy.ts';

/**
 * Lets users who may patch but not update a Deployment restart it, as `kubectl rollout restart` does, and nothing else.
 * RBAC knows verbs but no fields, and a changed pod template could print its Secrets to the log.
 */
export class RestartOnly extends Construct {
  constructor(scope: Construct, id: string, { namespace }: { readonly namespace: string }) {
    super(scope, id);
    new AdmissionPolicy(this, 'Default', {
      name: 'restart-only',
      namespaces: [namespace],
      on: [{ group: 'apps', resources: ['deployments'], operations: ['UPDATE'] }],
      when: { 'may-not-update': "!authorizer.requestResource.check('update').allowed()" },
      variables: {
        before: annotationsOf('oldObject.spec.template.metadata'),
        after: annotationsOf('object.spec.template.metadata'),
      },
      rules: [
        {
          expression: [
            ...SPEC.map((field) => same(`spec.?${field}`)),
            ...META.map((field) => same(`metadata.?${field}`)),
            same('spec.template.spec'),
            same('spec.template.metadata.?labels'),
            `variables.after.all(key, key == '${RESTARTED}' || (key in variables.before && variables.after[key] == variables.before[key]))`,
            'variables.before.all(key, key in variables.after)',
          ].join(' && '),
          says: "'your role may restart this Deployment, and change nothing else in it'",
        },
      ],
    });
  }
}

const RESTARTED = 'kubectl.kubernetes.io/restartedAt';
const SPEC = [
  'replicas',
  'strategy',
  'minReadySeconds',
  'revisionHistoryLimit',
  'paused',
  'progressDeadlineSeconds',
];
const META = ['labels', 'annotations', 'finalizers', 'ownerReferences'];

function same(field: string): string {
  return `object.${field} == oldObject.${field}`;
}

function annotationsOf(metadata: string): string {
  return `has(${metadata}.annotations) ? ${metadata}.annotations : {}`;
}
