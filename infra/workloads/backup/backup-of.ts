import type { Settings } from '../../settings/schema.ts';
import type { Images } from '../house/images.ts';
import type { BackupProps } from './backup.ts';

/** The backup that the settings ask for. */
export function backupOf(
  { backup, database, secrets }: Settings,
  images: Images,
  config: Readonly<Record<string, string>>,
): BackupProps {
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
