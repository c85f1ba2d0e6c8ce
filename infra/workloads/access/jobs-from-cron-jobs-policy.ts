import { Construct } from 'constructs';
import { type KubeObject, podTemplate } from '../../manifests/object.ts';
import { VALUE_CHECKSUM } from '../../manifests/pod-rolling-annotation-names.ts';
import { AdmissionPolicy } from '../policies/admission-policy.ts';
import { celLiteral } from '../policies/cel-literal.ts';
import { type Json, storedPod } from './pod-with-api-defaults.ts';

export interface JobsOfCronJobsProps {
  readonly namespace: string;
  /** CronJobs of the platform in the namespace. */
  readonly cronJobs: readonly KubeObject[];
}

/**
 * Restricts users who may create Jobs but no Deployments to Jobs made from a CronJob of the platform, as
 * `kubectl create job --from` does: with its pod, unchanged. RBAC cannot express this. Any other Job could mount any Secret,
 * and another command could print those of the CronJob.
 *
 * The pods are part of the policy. As its parameters, the API server may stop reading them: see infra/decisions.md.
 */
export class JobsOfCronJobs extends Construct {
  constructor(scope: Construct, id: string, { namespace, cronJobs }: JobsOfCronJobsProps) {
    super(scope, id);
    new AdmissionPolicy(this, 'Default', {
      name: 'jobs-of-cron-jobs',
      namespaces: [namespace],
      on: [{ group: 'batch', resources: ['jobs'], operations: ['CREATE'] }],
      when: {
        'may-not-deploy':
          "!authorizer.group('apps').resource('deployments').namespace(request.namespace).check('create').allowed()",
        'is-not-the-controller':
          "request.userInfo.username != 'system:serviceaccount:kube-system:cronjob-controller'",
      },
      variables: {
        owners: 'has(object.metadata.ownerReferences) ? object.metadata.ownerReferences : []',
        owner:
          "variables.owners.size() == 1 && variables.owners[0].kind == 'CronJob' ? variables.owners[0].name : ''",
        pod: 'object.spec.template',
        metadata: 'has(variables.pod.metadata) ? variables.pod.metadata : {}',
        labels: 'has(variables.metadata.labels) ? variables.metadata.labels : {}',
        annotations: 'has(variables.metadata.annotations) ? variables.metadata.annotations : {}',
      },
      rules: [
        {
          expression: `variables.owner in ${celLiteral(cronJobs.map(({ metadata }) => metadata.name))}`,
          says: `"make it of a CronJob of the platform: kubectl create job NAME --from cronjob/NAME"`,
        },
        ...cronJobs.map((cronJob) => ({
          expression: `variables.owner != '${cronJob.metadata.name}' || (${isPodOf(cronJob)})`,
          says: `"its pod must be that of the CronJob ${cronJob.metadata.name} as the platform was last deployed, unchanged: kubectl create job NAME --from cronjob/${cronJob.metadata.name}"`,
        })),
      ],
    });
  }
}

/** Condition on the pod: labels let it through network policies, and annotations can be hooks that run commands in it. */
function isPodOf(cronJob: KubeObject): string {
  const template = podTemplate(cronJob);
  if (!template) throw new Error(`the CronJob ${cronJob.metadata.name} has no pod`);
  const { spec, metadata: { labels = {}, annotations = {} } = {} } = template;
  return [
    `variables.pod.spec == ${celLiteral(storedPod(spec as unknown as Json))}`,
    "variables.metadata.all(field, field in ['annotations', 'creationTimestamp', 'labels'])",
    hasOnly('labels', labels, OF_JOBS),
    hasOnly('annotations', annotations, [VALUE_CHECKSUM]),
  ].join(' && ');
}

function hasOnly(field: string, wanted: Readonly<Record<string, string>>, others: readonly string[]): string {
  const given = `variables.${field}`;
  return `${given}.all(key, key in ${celLiteral(others)} || ${celLiteral(wanted)}[?key] == optional.of(${given}[key]))`;
}

/** Labels that Kubernetes adds to the pods of a Job. */
const OF_JOBS = [
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'controller-uid',
  'job-name',
];
