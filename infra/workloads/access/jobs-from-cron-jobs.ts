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
 * `kubectl create job --from` does, with no Secrets or service accounts but those of the CronJobs. RBAC cannot express
 * this, and any other Job could mount any Secret.
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
        ...POD,
        owners: 'has(object.metadata.ownerReferences) ? object.metadata.ownerReferences : []',
      },
      rules: [
        {
          expression: `variables.owners.size() == 1 && variables.owners[0].kind == 'CronJob' && variables.owners[0].name in ${list(cronJobs.map(({ metadata }) => metadata.name))}`,
          says: `"make it of a CronJob of the platform: kubectl create job NAME --from cronjob/NAME"`,
        },
        {
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
  }
}

function list(names: readonly string[]): string {
  return `[${[...new Set(names)].map((name) => `'${name}'`).join(', ')}]`;
}
