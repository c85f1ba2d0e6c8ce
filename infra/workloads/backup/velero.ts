import { Construct } from 'constructs';
import { addRole, type Holders } from '../access/role.ts';
import { backupReader } from '../access/rules.ts';
import { CustomResource } from '../house/kube.ts';

export interface VeleroScheduleProps {
  /** What is copied, with everything in it. */
  readonly namespace: string;
  /** Five fields, in UTC. */
  readonly schedule: string;
  readonly retentionDays: number;
  /** Who sees what became of it. */
  readonly readBy: Holders;
}

/**
 * Asks Velero for copies of every object and volume of a namespace. Its chart is in Velero's own namespace.
 *
 * @see https://velero.io/docs/main/api-types/schedule/
 */
export class VeleroSchedule extends Construct {
  constructor(scope: Construct, id: string, props: VeleroScheduleProps) {
    super(scope, id);
    const { namespace, schedule, retentionDays, readBy } = props;
    new CustomResource<ScheduleSpec>(this, 'schedule', SCHEDULE, {
      metadata: { name: namespace },
      spec: {
        schedule,
        template: {
          includedNamespaces: [namespace],
          snapshotVolumes: true,
          ttl: `${retentionDays * 24}h0m0s`,
        },
      },
    });
    const name = `${namespace}-backup-operator`;
    addRole(this, { name, rules: backupReader(), heldBy: readBy });
  }
}

const SCHEDULE = { apiVersion: 'velero.io/v1', kind: 'Schedule' } as const;

interface ScheduleSpec {
  readonly schedule: string;
  readonly template: {
    readonly includedNamespaces: readonly string[];
    readonly snapshotVolumes: boolean;
    /** As Go writes a duration. */
    readonly ttl: string;
  };
}
