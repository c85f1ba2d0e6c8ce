import type { Settings } from './schema.ts';

/** Warnings of data that would be lost with the cluster although the settings protect it. */
export function backupGaps({ backup, database }: Pick<Settings, 'backup' | 'database'>): readonly string[] {
  if (!database.protect || !('storage' in database)) return [];
  if (!backup.enabled) return ['backup.enabled is false: nothing here backs the database up'];
  if (backup.objectStore?.kind === 'inside') return [INSIDE];
  if (backup.objectStore) return [];
  return [
    'backup.objectStore is not set: dumps of the database are on a volume of the cluster, and are lost with it',
  ];
}

const INSIDE =
  'backup.objectStore.kind is inside: dumps, archive and copies are on a volume of this cluster, and are lost with it; ' +
  'copy that volume elsewhere, or set kind s3 with a store outside';
