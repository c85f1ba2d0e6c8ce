import type { Settings } from '../settings/schema.ts';
import { isDumped } from '../workloads/facts/is-database-dumped.ts';

/** Reason why there is no dump to restore, and what there is instead; undefined when there are dumps. */
export function whyNoDumps(settings: Pick<Settings, 'backup' | 'database'>): string | undefined {
  if (isDumped(settings)) return undefined;
  const { database } = settings;
  switch (database.mode) {
    case 'rds':
      return `database.mode is rds: AWS keeps ${database.backupDays} days of it, and a last snapshot; infra/operations/README.md says how they come back`;
    case 'external':
      return `database.mode is external: whoever runs ${database.host} has its backups, and restores them`;
    default:
      return 'backup.enabled is false: there are no dumps';
  }
}
