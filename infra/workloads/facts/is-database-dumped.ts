import type { Settings } from '../../settings/schema.ts';

/** True when we dump the database: every one that runs in the cluster. Others are backed up by whoever runs them. */
export function isDumped({ backup, database }: Pick<Settings, 'backup' | 'database'>): boolean {
  return backup.enabled && (database.mode === 'statefulset' || database.mode === 'cloudnative-pg');
}
