import type { Settings } from '../../settings/schema.ts';
import { type Reach, serverOf } from '../database/reach.ts';
import type { Images } from '../house/images.ts';
import type { BackupProps } from './backup.ts';

/** Whether we dump the database: every one that runs in the cluster, and whoever runs another one backs it up. */
export function isDumped({ backup, database }: Pick<Settings, 'backup' | 'database'>): boolean {
  return backup.enabled && (database.mode === 'statefulset' || database.mode === 'cloudnative-pg');
}

/** The dumps that the settings ask for. */
export function backupOf(
  { backup, database, secrets }: Settings,
  images: Images,
  config: Readonly<Record<string, string>>,
  reach: Reach,
): BackupProps | undefined {
  if (!isDumped({ backup, database }) || !('storage' in database)) return undefined;
  const { objectStore, ...asSet } = backup;
  return {
    ...asSet,
    image: images.postgres,
    webImage: images.web,
    config,
    server: serverOf(reach),
    database: database.name,
    databaseSize: database.storage.size,
    ...(objectStore && {
      objectStore: { ...objectStore, image: images.rclone, key: secrets.objectStoreKey !== undefined },
    }),
  };
}
