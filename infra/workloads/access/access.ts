import { Construct } from 'constructs';
import type { KubeObject } from '../../manifests/object.ts';
import { RESET_LINK } from '../house/names.ts';
import { JobsOfCronJobs } from './jobs-of-cron-jobs.ts';
import { RestartOnly } from './restart-only.ts';
import { addRole, type Holders } from './role.ts';
import { backupOperator, ciCd, developer, type Rule, viewer } from './rules.ts';

export interface AccessProps {
  readonly namespace: string;
  /** Everything of the platform: the roles are about its kinds in the namespace. */
  readonly objects: readonly KubeObject[];
  /** Who has which role. */
  readonly held: Readonly<Record<'developer' | 'viewer' | 'ciCd' | 'backupOperator', Holders>>;
  /** Whether the API server holds two of the roles to what RBAC cannot say. */
  readonly admission: boolean;
}

/** The four roles of people and programs that work with the platform. Without holders a role is there, and bound to nobody. */
export class Access extends Construct {
  constructor(scope: Construct, id: string, props: AccessProps) {
    super(scope, id);
    const { namespace, held, admission } = props;
    const objects = props.objects.filter(({ metadata }) => metadata.namespace === namespace);
    const role = (name: string, rules: readonly Rule[], heldBy: Holders) =>
      addRole(this, { name, rules, heldBy });
    role('viewer', viewer(objects), held.viewer);
    role('ci-cd', ciCd(objects), held.ciCd);
    // Without the policies these two could mount any Secret into what they may change or make.
    role(
      'developer',
      developer(objects).filter(({ verbs }) => admission || !verbs.includes('patch')),
      held.developer,
    );
    role(
      'backup-operator',
      backupOperator().filter(
        ({ resources, verbs }) => admission || !(resources.includes('jobs') && verbs.includes('create')),
      ),
      held.backupOperator,
    );
    if (!admission) return;
    new RestartOnly(this, 'restart-only', { namespace });
    // Who makes a link to a new password gets into anybody's books: that is an administrator's.
    const cronJobs = objects.filter(
      ({ kind, metadata }) => kind === 'CronJob' && metadata.name !== RESET_LINK.name,
    );
    new JobsOfCronJobs(this, 'jobs-of-cron-jobs', { namespace, cronJobs });
  }
}
