import type { Settings } from '../../settings/schema.ts';
import type { Images } from '../house/images.ts';
import type { BackupProps } from './backup.ts';

/** Whether we dump the database: an operator's servers have an archive, and whoever runs another one backs it up. */
export function isDumped({ backup, database }: Pick<Settings, 'backup' | 'database'>): boolean {
  return backup.enabled && database.mode === 'statefulset';
}

/** The dumps that the settings ask for. */
export function backupOf(
  { backup, database, secrets }: Settings,
  images: Images,
  config: Readonly<Record<string, string>>,
): BackupProps | undefined {
  if (!isDumped({ backup, database }) || !('storage' in database)) return undefined;
  const { objectStore, ...asSet } = backup;
  return {
    ...asSet,
    image: images.postgres,
    webImage: images.web,
    config,
    database: database.name,
    databaseSize: database.storage.size,
    ...(objectStore && {
      objectStore: { ...objectStore, image: images.rclone, key: secrets.objectStoreKey !== undefined },
    }),
  };
}
