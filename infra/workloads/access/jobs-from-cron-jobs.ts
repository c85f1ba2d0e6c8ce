import { Construct } from 'constructs';
import type { KubeObject } from '../../manifests/object.ts';
import { references } from '../../manifests/references.ts';
import { AdmissionPolicy } from '../policies/admission-policy.ts';
import { POD } from '../policies/pod-match.ts';

export interface JobsOfCronJobsProps {
  readonly namespace: string;
  /** CronJobs of the platform in the namespace. */
  readonly cronJobs: readonly KubeObject[];
}

/**
 * Restricts users who may create Jobs but no Deployments to Jobs made from a CronJob of the platform, as
 * `kubectl create job --from` does, with the same pod. RBAC cannot express this: any other Job could mount any Secret, and
 * one with another command could print those of the CronJob to its log.
 */
export class JobsOfCronJobs extends Construct {
  constructor(scope: Construct, id: string, { namespace, cronJobs }: JobsOfCronJobsProps) {
    super(scope, id);
    const named = (kind: string) =>
      list(
        cronJobs
          .flatMap(references)
          .filter((reference) => reference.kind === kind)
          .map(({ name }) => name),
      );
    const secrets = named('Secret');
    const shared = {
      namespaces: [namespace],
      on: [{ group: 'batch', resources: ['jobs'], operations: ['CREATE'] }],
      when: {
        'may-not-deploy':
          "!authorizer.group('apps').resource('deployments').namespace(request.namespace).check('create').allowed()",
        'is-not-the-controller':
          "request.userInfo.username != 'system:serviceaccount:kube-system:cronjob-controller'",
      },
    } as const;
    const owners = 'has(object.metadata.ownerReferences) ? object.metadata.ownerReferences : []';
    new AdmissionPolicy(this, 'Default', {
      ...shared,
      name: 'jobs-of-cron-jobs',
      variables: { ...POD, owners },
      rules: [
        {
          expression: `variables.owners.size() == 1 && variables.owners[0].kind == 'CronJob' && variables.owners[0].name in ${list(cronJobs.map(({ metadata }) => metadata.name))}`,
          says: `"make it of a CronJob of the platform: kubectl create job NAME --from cronjob/NAME"`,
        },
        {
          // Holds where the CronJob is not in the cluster, too: nothing is there to compare the pod with then.
          expression: [
            `variables.pod.?serviceAccountName.orValue('default') in ${named('ServiceAccount')}`,
            `variables.containers.all(c, c.?envFrom.orValue([]).all(e, !has(e.secretRef) || e.secretRef.name in ${secrets}))`,
            `variables.containers.all(c, c.?env.orValue([]).all(e, !has(e.valueFrom) || !has(e.valueFrom.secretKeyRef) || e.valueFrom.secretKeyRef.name in ${secrets}))`,
            `variables.pod.?volumes.orValue([]).all(v, !has(v.projected) && !has(v.csi) && (!has(v.secret) || v.secret.secretName in ${secrets}))`,
          ].join(' && '),
          says: "'it must have no Secrets and no account but those of the CronJobs of the platform'",
        },
      ],
    });
    new AdmissionPolicy(this, 'same-pod', {
      ...shared,
      name: 'jobs-as-cron-jobs',
      perCronJob: true,
      variables: {
        owners,
        ours: 'variables.owners.exists(owner, owner.name == params.metadata.name)',
        wanted: 'params.spec.jobTemplate.spec.template',
        made: 'object.spec.template',
        labels: 'variables.wanted.?metadata.?labels.orValue({})',
      },
      rules: [
        {
          expression: `!variables.ours || (${[
            'dyn(variables.made.spec) == variables.wanted.spec',
            // Those of the pod can run commands in it: Velero's hooks are annotations.
            'dyn(variables.made.?metadata.?annotations.orValue({})) == variables.wanted.?metadata.?annotations.orValue({})',
            `variables.made.?metadata.?labels.orValue({}).all(key, key in ${list(OF_JOBS)} || (key in variables.labels && variables.made.metadata.labels[key] == variables.labels[key]))`,
          ].join(' && ')})`,
          says: `"its pod must be that of the CronJob, unchanged: kubectl create job NAME --from cronjob/" + params.metadata.name`,
        },
      ],
    });
  }
}

/** Labels that Kubernetes adds to the pods of a Job. */
const OF_JOBS = [
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'controller-uid',
  'job-name',
];

function list(names: readonly string[]): string {
  return `[${[...new Set(names)].map((name) => `'${name}'`).join(', ')}]`;
}
