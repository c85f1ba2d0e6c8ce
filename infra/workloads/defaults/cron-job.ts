import { Construct } from 'constructs';
import { type RestrictedPod, restrictedPod } from './pod.ts';
import { Kube } from './typed-kubernetes-objects.ts';

export interface TimedJobProps {
  /** Name of the CronJob, its service account and its pods. */
  readonly name: string;
  /** Cron schedule in UTC; undefined: runs only when somebody creates a Job from it. */
  readonly schedule: string | undefined;
  readonly pod: Omit<RestrictedPod, 'name' | 'user' | 'graceSeconds' | 'restartPolicy'>;
  /** Annotations of the service account, by which a cloud identifies the pods. */
  readonly accountAnnotations: Readonly<Record<string, string>>;
  /** User of every process, and its group unless the pod has another. @default 999 - that of the Postgres image, and the owner of the dumps */
  readonly user?: number;
  /** Time after which a run counts as hung. @default 6 hours - dumps take their time */
  readonly deadlineSeconds?: number;
}

/** A CronJob with at most one run at a time; a failed run is not retried, for people to look at. */
export class TimedJob extends Construct {
  constructor(scope: Construct, id: string, props: TimedJobProps) {
    super(scope, id);
    const { name, schedule, accountAnnotations, user = 999, deadlineSeconds = 6 * 3600 } = props;
    new Kube(this, 'account', 'ServiceAccount', {
      metadata: { name, annotations: accountAnnotations },
      automountServiceAccountToken: false,
    });
    new Kube(this, 'job', 'CronJob', {
      metadata: { name },
      spec: {
        schedule: schedule ?? NEVER,
        timeZone: 'Etc/UTC',
        suspend: schedule === undefined,
        concurrencyPolicy: 'Forbid',
        // A run missed because the cluster was down is made up for within the hour.
        startingDeadlineSeconds: 3600,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          spec: {
            backoffLimit: 0,
            activeDeadlineSeconds: deadlineSeconds,
            template: restrictedPod({ ...props.pod, name, user, graceSeconds: 30, restartPolicy: 'Never' }),
          },
        },
      },
    });
  }
}

/** The 31st of February, in case somebody resumes the suspended CronJob. */
const NEVER = '0 0 31 2 *';
