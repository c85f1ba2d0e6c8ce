import { Construct } from 'constructs';
import { type HousePod, housePod } from '../house/house.ts';
import { Kube } from '../house/kube.ts';

export interface TimedJobProps {
  /** Of the CronJob, its account and its pods. */
  readonly name: string;
  /** In UTC; none: it runs only when somebody makes a Job of it. */
  readonly schedule: string | undefined;
  readonly pod: Omit<HousePod, 'name' | 'user' | 'graceSeconds' | 'restartPolicy'>;
  /** How a cloud knows the pods. */
  readonly accountAnnotations: Readonly<Record<string, string>>;
  /** User and group that every process runs as. @default 999 - that of the image of Postgres, and of the dumps */
  readonly user?: number;
  /** After this long a run is taken to hang. @default 6 hours - dumps take their time */
  readonly deadlineSeconds?: number;
}

/** One run at a time of something that ends; a run that fails stays failed, for people to look at. */
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
        // One that could not start in time, because the cluster was down, is made up for within the hour.
        startingDeadlineSeconds: 3600,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          spec: {
            backoffLimit: 0,
            activeDeadlineSeconds: deadlineSeconds,
            template: housePod({ ...props.pod, name, user, graceSeconds: 30, restartPolicy: 'Never' }),
          },
        },
      },
    });
  }
}

/** The 31st of February, should somebody resume what is suspended. */
const NEVER = '0 0 31 2 *';
