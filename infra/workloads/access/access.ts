import { Construct } from 'constructs';
import type { KubeObject } from '../../manifests/object.ts';
import { BACKUP, DRILL, RESTORE } from '../defaults/names-and-ports.ts';
import { addRole, type Holders, type Rule } from '../defaults/role-for-users-and-groups.ts';
import { JobsOfCronJobs } from './jobs-from-cron-jobs-policy.ts';
import { RestartOnly } from './restart-only-policy.ts';
import { backupOperator, ciCd, developer, viewer } from './rules-by-role.ts';

export interface AccessProps {
  readonly namespace: string;
  /** All objects of the platform: the roles cover the kinds it has in the namespace. */
  readonly objects: readonly KubeObject[];
  /** Holders of each role. */
  readonly held: Readonly<Record<'developer' | 'viewer' | 'ciCd' | 'backupOperator', Holders>>;
  /** Add admission policies that narrow two of the roles to what RBAC cannot express. */
  readonly admission: boolean;
}

/** The four roles of people and programs that work with the platform. A role without holders exists, bound to nobody. */
export class Access extends Construct {
  /** Policy that has the pods of the CronJobs: it has to come after them, or nobody could start a Job of one until then. */
  readonly jobs?: Construct;

  constructor(scope: Construct, id: string, props: AccessProps) {
    super(scope, id);
    const { namespace, held, admission } = props;
    const objects = props.objects.filter(({ metadata }) => metadata.namespace === namespace);
    const role = (name: string, rules: readonly Rule[], heldBy: Holders) =>
      addRole(this, { name, rules, heldBy });
    role('viewer', viewer(objects), held.viewer);
    role('ci-cd', ciCd(objects), held.ciCd);
    // These two could otherwise mount any Secret into the objects they may change or create.
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
    const cronJobs = objects.filter(({ kind, metadata }) => kind === 'CronJob' && STARTED.has(metadata.name));
    this.jobs = new JobsOfCronJobs(this, 'jobs-of-cron-jobs', { namespace, cronJobs });
    this.node.tryFindChild('backup-operator-holders')?.node.addDependency(this.jobs);
  }
}

/** CronJobs that a backup operator may start; others may do more, such as the one that creates password reset links. */
const STARTED: ReadonlySet<string> = new Set([BACKUP, DRILL, RESTORE].map(({ name }) => name));
